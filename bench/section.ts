/** What a part of the benchmark found. */
export interface Section {
  readonly title: string;
  readonly text: string;
  readonly goals: readonly Goal[];
}

export interface Goal {
  readonly what: string;
  readonly measured: string;
  readonly met: boolean;
}

export const goal = (what: string, measured: string, met: boolean): Goal => ({ what, measured, met });

/** How long and how often to time. */
export interface Effort {
  readonly rounds: number;
  /** Of processor time, each round. */
  readonly milliseconds: number;
  readonly warmUp: number;
}

export const full: Effort = { rounds: 7, milliseconds: 120, warmUp: 400 };
export const quick: Effort = { rounds: 3, milliseconds: 40, warmUp: 100 };
