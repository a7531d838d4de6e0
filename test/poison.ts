// All tests run with poisoned arenas: a layer, loss or optimizer that keeps what is recycled finds NaN in it.
import { poisonArenas } from "../packages/core/src/tensor/arena.ts";

poisonArenas();
