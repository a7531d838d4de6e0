// Whatever a factory, or a pass of what it makes, is given: it returns what is right, or throws an error that begins with who
// refuses.
import { test } from "vitest";
import { holds } from "../../core/test/door.ts";
import { doors } from "./doors.ts";

test.each(doors)("$name", holds);
