// The rivals, each installed from npm into a folder of its own in bench/rivals, at a pinned version.
import { join } from "node:path";
import { installPackages } from "../scripts/install-packages.ts";

export const bench = import.meta.dirname;

export const rivals: Record<string, Record<string, string>> = {
  "brain.js": { "brain.js": "2.0.0-beta.24" },
  convnetjs: { convnetjs: "0.3.0" },
  "jax-js": { "@jax-js/jax": "0.1.25" },
  "ml-fnn": { "ml-fnn": "5.0.0" },
  "ndarray-gemm": { "ndarray-gemm": "1.0.0" },
  neataptic: { neataptic: "1.4.7" },
  synaptic: { synaptic: "1.1.4" },
  tfjs: {
    "@tensorflow/tfjs": "4.22.0",
    "@tensorflow/tfjs-backend-wasm": "4.22.0",
  },
};

/** Packages with their versions, as a sentence names them. */
export const versionsOf = (rival: string): string =>
  Object.entries(rivals[rival])
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");

/** Installs a rival unless it is there, and tells whether it is there then. */
export const install = (rival: string): boolean =>
  installPackages(join(bench, "rivals", rival), rivals[rival]);
