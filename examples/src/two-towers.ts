// Two inputs, each through a tower of its own, and how well each pair fits: a net for finding items to a query, checked as one layer.
import { defineLayer, multiply, sum, type Tensor } from "@nudge/core";
import { gradcheck, toText } from "@nudge/gradcheck";
import { dense, sequential, tanh } from "@nudge/layers";

// y_i = Σ_k q_ik a_ik      query: [n, words]   item: [n, features]   ->   q, a: [n, size]   ->   y: [n, 1]
const towers = defineLayer("towers", (words: number, features: number, size: number) => {
  const query = sequential(dense(words, 8), tanh(), dense(8, size));
  const item = sequential(dense(features, size), tanh());
  return {
    parameters: { query: query.parameters, item: item.parameters },
    forward(input: { query: Tensor; item: Tensor }, parameters, pass) {
      // Each tower draws from a stream of its own: another layer in one of them leaves the other as it was.
      const [q, ofQuery] = query.forward(
        input.query,
        parameters.query,
        { ...pass, rng: pass.rng.fork() },
        {},
      );
      const [a, ofItem] = item.forward(input.item, parameters.item, { ...pass, rng: pass.rng.fork() }, {});
      return [sum(multiply(q, a), 1, { keepDims: true }), { q, a, ofQuery, ofItem }];
    },

    // dq_ik = dy_i a_ik,   da_ik = dy_i q_ik, and back through each tower
    backward(dy, { q, a, ofQuery, ofItem }, parameters) {
      const { input: dQuery, ...gradientOfQuery } = query.backward(
        multiply(dy, a),
        ofQuery,
        parameters.query,
      );
      const { input: dItem, ...gradientOfItem } = item.backward(multiply(dy, q), ofItem, parameters.item);
      const input = { query: dQuery as Tensor, item: dItem as Tensor };
      return { input, query: gradientOfQuery, item: gradientOfItem };
    },
  };
});

console.log(toText(gradcheck(towers(6, 4, 3), { input: { query: [5, 6], item: [5, 4] } })));
