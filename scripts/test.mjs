// Runs everything that has to be green before a change lands.
import { runLanes } from "./lanes.mjs";

await runLanes([
  [["lint"], ["unit"]],
  [["types"], ["packages"]],
]);
