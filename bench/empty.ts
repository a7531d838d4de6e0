// An empty program, to compare with: what Node itself needs.
import { peakMemory } from "./peak-memory.ts";

process.stdout.write(`${peakMemory()}`);
