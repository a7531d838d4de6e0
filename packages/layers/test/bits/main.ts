// Prints the hashes on this host.
import { hashes } from "./nets.ts";

console.log(JSON.stringify(hashes()));
