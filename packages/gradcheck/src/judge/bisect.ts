// A tensor whose gradient is right needs no look at its entries one by one: slopes along a few random directions agree
// with it, one in which it moves alone, and some in which all tensors move. Where one does not, the direction is halved,
// two evaluations a time, down to the entries that are wrong. At the end every entry has to be settled: by a direction
// that would have shown it to be wrong, or by itself.
import type { Meter } from "../measure/meter.ts";
import { uphill } from "./group.ts";
import { type Distance, doubtOf, type Expected, isFar } from "./measure-along.ts";
import { Search, type Searched, type Searching } from "./search.ts";
import { judgeApart, settleBy, settleLost } from "./settle.ts";
import { emptySurvey, type Survey, type Surveying, type SurveyOptions } from "./survey.ts";
import { type Agreed, areFarTogether } from "./together.ts";

/**
 * In the first all entries move uphill, so that an error of all of them cannot cancel; two more, of random signs, leave an
 * error of several that is near the noise in one of three a chance in the others.
 */
const commonDirections = 3;

/** Judges the entries of `slices` by random directions, and yields after each measurement, until it is told to stop. */
export function* surveyByBisection(
  meter: Meter,
  analytic: Float64Array,
  options: SurveyOptions,
): Surveying<Survey> {
  const survey = emptySurvey(analytic, options.slices);
  for (const _ of bisect({ meter, survey, options, known: analytic.slice() })) if (yield) break;
  return survey;
}

function* bisect(all: Searched): Searching<void> {
  /** The tensors in which something is wrong, but not found, or too much of it. */
  const lost: Search[] = [];
  let agreed: Agreed[] = [];
  const edges = all.meter.edges();
  const isApart = (i: number) => edges.has(i) || !Number.isFinite(all.known[i]);
  for (const slice of all.options.slices) {
    const search = new Search(all, slice);
    yield* judgeApart(search, search.open.filter(isApart));
    const entries = search.open.filter((i) => !isApart(i));
    if (entries.length === 0) continue;
    const own = search.draw(entries);
    const distance = yield* search.find(own);
    const expected = search.expect(own);
    if (isFar(distance)) lost.push(search);
    else agreed.push({ search, own, expected, distance });
    search.step = distance.step;
  }
  for (const { search, expected, distance } of agreed) project(all.survey, search, expected, distance);

  for (let k = 0; k < commonDirections; k++) {
    const groups = agreed.map(({ search, own }) => {
      const drawn = search.draw(own.entries);
      return k === 0 ? uphill(drawn, all.known) : drawn;
    });
    if (!areFarTogether(all, agreed, groups)) continue;
    const still: Agreed[] = [];
    for (const [k, tensor] of agreed.entries()) {
      const isLost = isFar(yield* tensor.search.find(groups[k]));
      if (isLost) lost.push(tensor.search);
      else still.push(tensor);
    }
    agreed = still;
  }

  for (const { search, own, distance } of agreed) yield* settleBy(search, own, distance);
  for (const search of lost) yield* settleLost(search);
}

/** Keeps the slope along the direction of its own, which stands for all entries of a tensor in the ratio. */
function project(
  { projections }: Survey,
  { slice }: Search,
  { predicted, size }: Expected,
  distance: Distance,
): void {
  if (size <= doubtOf(distance)) return;
  projections.set(slice.name, {
    analytic: [predicted],
    numeric: [predicted + distance.value],
    error: [doubtOf(distance)],
  });
}
