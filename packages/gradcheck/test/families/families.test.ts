// Every kind of subject that checkers misjudge: right gradients are not accused, wrong ones do not pass.
import { describe, expect, test } from "vitest";
import { thinned } from "../../../../test/thinned.ts";
import { toText } from "../../src/index.ts";
import { type Family, misjudged } from "./family.ts";
import { families } from "./index.ts";

/** Of the wrong twins of each member the first, and a few more. */
const withFewerTwins = ({ name, members }: Family): Family => ({
  name,
  members: members.map((member) => ({
    ...member,
    wrong: Object.fromEntries(thinned(Object.entries(member.wrong), 4)),
  })),
});

describe.each(families.map((family) => [family.name, family] as const))("%s", (_, family) => {
  test("has twelve members at least, under names of their own, each with a wrong twin", () => {
    expect(family.members.length).toBeGreaterThanOrEqual(12);
    expect(new Set(family.members.map(({ name }) => name)).size).toBe(family.members.length);
    for (const { name, wrong } of family.members) expect(Object.keys(wrong), name).not.toEqual([]);
  });

  test("is judged as it should be", () => {
    const wrongly = [...misjudged(withFewerTwins(family), 0)].map(
      ({ member, twin, report }) => `${member}, ${twin}: ${report.verdict}\n${toText(report)}`,
    );
    expect(wrongly.join("\n\n")).toBe("");
  });
});
