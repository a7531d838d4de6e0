// The picture: what the net predicts at each place, the line where it says one half, and the points.
import { reach, side } from "./grid.ts";
import type { Created, Picture } from "./messages.ts";

/** The red, green and blue of a colour such as #1f6aa5. */
const partsOf = (colour: string) => [1, 3, 5].map((k) => Number.parseInt(colour.slice(k, k + 2), 16));

/** A pixel for each probability: the colour of the likelier class, the stronger the surer. */
function field(probabilities: Float32Array, paper: string, classes: readonly string[]): HTMLCanvasElement {
  const [background, ...colours] = [paper, ...classes].map(partsOf);
  const pixels = new ImageData(side, side);
  for (const [k, p] of probabilities.entries()) {
    const colour = colours[p > 0.5 ? 1 : 0];
    const share = 0.08 + 0.4 * Math.abs(2 * p - 1);
    const mixed = background.map((part, i) => part + share * (colour[i] - part));
    pixels.data.set([...mixed, 255], 4 * k);
  }
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
  return canvas;
}

/**
 * The line p = 1/2 by marching squares, in steps of the grid: between two neighbours on different sides of it, it crosses where a
 * straight line from value to value does, and the crossings on the edges of a square of four neighbours are joined.
 */
function contour(p: Float32Array): Path2D {
  const path = new Path2D();
  const crossing = (x1: number, y1: number, x2: number, y2: number) => {
    const [a, b] = [p[y1 * side + x1] - 0.5, p[y2 * side + x2] - 0.5];
    if (a > 0 === b > 0) return [];
    const t = a / (a - b);
    return [[x1 + t * (x2 - x1), y1 + t * (y2 - y1)] as const];
  };
  for (let y = 0; y + 1 < side; y++)
    for (let x = 0; x + 1 < side; x++) {
      const ends = [
        ...crossing(x, y, x + 1, y),
        ...crossing(x + 1, y, x + 1, y + 1),
        ...crossing(x + 1, y + 1, x, y + 1),
        ...crossing(x, y + 1, x, y),
      ];
      for (const [k, end] of ends.entries())
        if (k % 2 === 0) path.moveTo(...end);
        else path.lineTo(...end);
    }
  return path;
}

/** A circle and a diamond, a unit large. */
const shapes = ["M-.8 0a.8 .8 0 1 0 1.6 0a.8 .8 0 1 0-1.6 0Z", "M0-1 1 0 0 1-1 0Z"];
const size = 0.8;

/** The points of a class, in steps of the grid. */
function marks({ inputs, targets }: Created, label: number): Path2D {
  const [path, shape] = [new Path2D(), new Path2D(shapes[label])];
  for (const [k, [x, y]] of inputs.entries()) {
    const [across, down] = [x, -y].map((at) => ((at / reach + 1) / 2) * (side - 1));
    if (targets[k] === label) path.addPath(shape, new DOMMatrix([size, 0, 0, size, across, down]));
  }
  return path;
}

/** Draws it as large as the canvas is on the screen, in the colours of the style sheet. */
export function drawBoundary(canvas: HTMLCanvasElement, points: Created, { probabilities }: Picture): void {
  const style = getComputedStyle(canvas);
  const [paper, ink, ...classes] = ["--paper", "--ink", "--blue", "--vermilion"].map((name) =>
    style.getPropertyValue(name).trim(),
  );
  canvas.width = canvas.height = Math.round(canvas.clientWidth * devicePixelRatio);
  const context = canvas.getContext("2d")!;
  context.scale(canvas.width / (side - 1), canvas.height / (side - 1));
  context.imageSmoothingQuality = "high";
  // The middle of a pixel is where its probability is.
  context.drawImage(field(probabilities, paper, classes), -0.5, -0.5, side, side);
  context.lineWidth = 0.25;
  context.lineCap = "round";
  context.strokeStyle = ink;
  context.stroke(contour(probabilities));
  context.lineWidth = 0.5;
  context.strokeStyle = paper;
  for (const [label, colour] of classes.entries()) {
    const path = marks(points, label);
    context.stroke(path);
    context.fillStyle = colour;
    context.fill(path);
  }
}
