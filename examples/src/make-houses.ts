// A made-up table of houses: what their prices depend on is known, and some of it missing.
import { rng } from "@nudge/core";

const districts = { centre: 1.35, harbour: 1.2, hill: 1.1, station: 0.85 };
const heatings = { gas: 0, district: 8, "heat pump": 20 };

/** 400 houses as CSV: the price, in thousands, is that of the ground by its district, the rooms, the age, and chance. */
export function makeHouses(): string {
  const random = rng(14);
  const one = <T>(choices: readonly T[]) => choices[random.integer(choices.length)];
  const seldom = <T>(cell: T) => (random.uniform() < 0.06 ? "" : cell);
  const lines = Array.from({ length: 400 }, () => {
    const district = one(Object.keys(districts) as (keyof typeof districts)[]);
    const heating = one(Object.keys(heatings) as (keyof typeof heatings)[]);
    const area = 40 + random.integer(140);
    const rooms = 1 + Math.round(area / 30) + random.integer(2);
    const age = random.integer(90);
    const chance = random.uniform() + random.uniform() - 1;
    const price =
      3 * area * districts[district] * (1 - age / 300) + 6 * rooms + heatings[heating] + 30 * chance;
    return [seldom(area), seldom(rooms), seldom(age), seldom(district), heating, Math.round(price)].join(",");
  });
  return `${["area,rooms,age,district,heating,price", ...lines].join("\n")}\n`;
}
