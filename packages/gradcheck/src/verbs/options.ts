// What can be checked, and the options of each kind of it.
import type {
  InitialTree,
  Layer,
  Loss,
  Model,
  Output,
  Pass,
  Regularization,
  Rows,
  Tensor,
  Values,
} from "@nudge/core";
import type { InForm, TensorLike, TensorsByName } from "../subject/form.ts";
import type { FunctionSubject } from "../subject/function.ts";
import type { HessianSubject } from "../subject/hessian.ts";
import type { Point } from "../subject/theta.ts";
import type { InputOrShape } from "../subject/values.ts";
import type { GradcheckProgress } from "../words/progress.ts";
import type { GradcheckOptions } from "../words/settings.ts";

/** The options of a check of a layer with such an input and parameters. */
export interface GradcheckLayerOptions<I = Tensor, P = Values<InitialTree>> extends GradcheckOptions {
  /** The input, or the inputs by name: a shape to draw, such as [4, 3], or values. */
  input: InputOrShape;
  /**
   * The gradient of the number under test with respect to the output: values, or a shape to draw; of several outputs by name.
   *
   * @defaultValue drawn from the seed, in the shape of the output
   */
  upstream?: InputOrShape;
  /**
   * The function whose gradient backward is, where that is not forward, as of a straight-through estimator: the output alone, of
   * what forward is given. The check is made against it, and the report says so.
   *
   * @defaultValue what the layer declares
   */
  surrogate?(input: I, parameters: P, pass: Pass, buffers: Values<InitialTree>): Output;
}

/** The options of a check of a whole model. */
export interface GradcheckModelOptions extends GradcheckOptions {
  /** The input, or the inputs by name: a shape to draw, such as [4, 3], or values. */
  input: InputOrShape;
  /** Values, or one integer label for each row. */
  target: Rows | number;
  /** The loss that the model is trained with. */
  loss: Loss<unknown, Output>;
  /**
   * The penalty that the model is trained with: it is part of the loss.
   *
   * @defaultValue none
   */
  regularization?: Regularization;
}

/** The options of a check of a loss of such predictions. */
export interface GradcheckLossOptions<P = Tensor> extends GradcheckOptions {
  /** The prediction, or the predictions by name: a shape to draw, such as [8, 3], or values. */
  prediction: InputOrShape;
  /** Values or labels; a shape only where `prediction` is one. Labels that could be a shape go in an Int32Array. */
  target: Rows | number;
  /**
   * The function whose gradient backward is, where that is not forward: the value alone. The check is made against it.
   *
   * @defaultValue none
   */
  surrogate?(prediction: P, target: Tensor): number;
}

/** The options of a check of a function of such a θ. */
export interface GradcheckFunctionOptions<T = ArrayLike<number>> extends GradcheckOptions {
  /**
   * The function whose gradient `gradient` is, where that is not `value`. The check is made against it.
   *
   * @defaultValue none
   */
  surrogate?(theta: T extends ArrayLike<number> | TensorsByName ? Point<T> : never): number;
}

/** The options of a check of a map of named tensors, with an output in such a form. */
export interface GradcheckMapOptions<T = { readonly [name: string]: Tensor }, O = TensorLike | TensorsByName>
  extends GradcheckOptions {
  /**
   * The gradient of the number under test with respect to the output: values, or a shape to draw; of several outputs by name.
   *
   * @defaultValue drawn from the seed, in the shape of the output
   */
  upstream?: InputOrShape;
  /**
   * The function whose gradient backward is, where that is not forward: the output alone, of what forward is given. The check is
   * made against it, and the report says so.
   *
   * @defaultValue none
   */
  surrogate?(tensors: InForm<T>, pass: Pass): O;
}

/** The options that the `Async` twins take besides. */
export interface GradcheckAsyncOptions {
  /**
   * Stops the check; the promise then rejects with the reason.
   *
   * @defaultValue none
   */
  signal?: AbortSignal;
  /**
   * Called about fifty times a second while the check runs, and at its end.
   *
   * @defaultValue none
   */
  onProgress?: (progress: GradcheckProgress) => void;
}

/** A layer, whatever its parameters, inputs and outputs are. */
export type AnyLayer = Pick<Layer, "name" | "args" | "children" | "toString"> & {
  readonly parameters: unknown;
  readonly forward: unknown;
  readonly backward: unknown;
};

/** A model of any layer. */
export type AnyModel = Pick<Model, "theta" | "slices"> & { readonly layer: unknown };

/** A loss, whatever its predictions are. */
export type AnyLoss = Pick<Loss, "name" | "args" | "toString"> & {
  readonly forward: unknown;
  readonly backward: unknown;
};

/** A map of any named tensors. */
export type AnyMap = {
  readonly tensors: TensorsByName;
  readonly forward: unknown;
  readonly backward: unknown;
};

/** A function of a vector, or of tensors by name. */
export type AnyFunction = FunctionSubject | FunctionSubject<TensorsByName>;

/** The second derivatives of a function of a vector, or of tensors by name. */
export type AnyHessian = HessianSubject | HessianSubject<TensorsByName>;

/** What can be checked: a layer, a model, a loss, a function, its second derivatives, or a map of named tensors. */
export type GradcheckSubject = AnyLayer | AnyModel | AnyLoss | AnyFunction | AnyHessian | AnyMap;

/** The options that a subject takes: those of the verb that checks it. */
export type OptionsOf<S> = S extends AnyMap
  ? GradcheckMapOptions<S["tensors"]>
  : S extends AnyFunction
    ? GradcheckFunctionOptions<S["theta"]>
    : S extends AnyHessian
      ? GradcheckOptions
      : S extends AnyModel
        ? GradcheckModelOptions
        : S extends AnyLayer
          ? S extends { forward(input: infer I, parameters: infer P, ...others: never): unknown }
            ? GradcheckLayerOptions<I, P>
            : GradcheckLayerOptions
          : S extends AnyLoss
            ? GradcheckLossOptions
            : never;

/** The options of a subject, and more, as an argument, which may be left out where none is needed. */
export type OptionsArgument<S, More = unknown> =
  Partial<OptionsOf<S>> extends OptionsOf<S>
    ? [options?: OptionsOf<S> & More]
    : [options: OptionsOf<S> & More];
