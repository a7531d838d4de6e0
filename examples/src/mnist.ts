// MNIST from its own files: 60 000 pictures of handwritten digits to train on, 10 000 to test. They are not part of Nudge: download
//   train-images-idx3-ubyte.gz  train-labels-idx1-ubyte.gz  t10k-images-idx3-ubyte.gz  t10k-labels-idx1-ubyte.gz
// (the "MNIST database of handwritten digits" of LeCun, Cortes and Burges, which has many mirrors) into one folder, and run
//   npm run example examples/src/mnist.ts <folder>
import { join } from "node:path";
import { accuracy, adam, createModel, divide, evaluate, type Tensor, tensors, train } from "@nudge/core";
import { readIdx } from "@nudge/core/node";
import { dense, relu, sequential, softmaxCrossEntropy } from "@nudge/layers";

/** Pictures as rows of pixels from 0 to 1, and their labels. */
async function readMnist(folder: string, part: "train" | "t10k") {
  const read = (name: string): Promise<Tensor> =>
    readIdx(join(folder, `${part}-${name}-ubyte.gz`), { dtype: "float32" });
  const pictures = await read("images-idx3");
  const [n, height, width] = pictures.shape;
  const inputs = divide(tensors.reshape(pictures, [n, height * width]), 255);
  return { inputs, targets: await read("labels-idx1") };
}

const folder = process.argv[2];
if (folder === undefined) throw new Error("expected the folder with the files of MNIST, got none");
const [training, testing] = [await readMnist(folder, "train"), await readMnist(folder, "t10k")];
const [rows, pixels] = training.inputs.shape;
console.log(`${rows} pictures of ${pixels} pixels to train on, ${testing.inputs.shape[0]} to test on`);

const net = sequential(dense(pixels, 128), relu(), dense(128, 10));
const model = createModel(net, { dtype: "float32", seed: 1 });
const options = { loss: softmaxCrossEntropy(), optimizer: adam(), epochs: 5, batchSize: 64, seed: 1 };
for (const { epoch, loss } of train(model, training, options))
  console.log(`epoch ${epoch}   loss ${loss.toFixed(4)}`);
const scores = evaluate(model, testing, { loss: options.loss, metrics: [accuracy()] });
console.log(`test accuracy ${scores.accuracy.toFixed(4)}`);
