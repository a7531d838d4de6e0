import { readCsv } from "@nudge/core/node";

/** The iris data: four measurements of each flower in cm, and its species. */
export const readIris = () => readCsv(new URL("../data/iris.csv", import.meta.url), { target: "species" });
