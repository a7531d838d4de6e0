import { expect, test } from "vitest";
import { Markup, markup, prose } from "./markup.ts";

test("text and numbers are escaped, markup is not", () => {
  const hostile = `<img src=x onerror="alert('&')">`;
  expect(`${markup`<p title="${hostile}">${hostile}</p>`}`).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;">&lt;img src=x onerror=&quot;alert(&#39;&amp;&#39;)&quot;&gt;</p>',
  );
  expect(`${markup`<p>${markup`<b>${1}</b>`}${new Markup("<hr>")}</p>`}`).toBe("<p><b>1</b><hr></p>");
});

test("lists are joined, what is not there is left out", () => {
  expect(`${markup`${["<", markup`<br>`, [1, 2]]}${undefined}${false}${0}`}`).toBe("&lt;<br>120");
});

test("backticks set code, and a lone one is itself", () => {
  expect(`${prose("layer 1, `tanh()`, is <wrong>")}`).toBe("layer 1, <code>tanh()</code>, is &lt;wrong&gt;");
  expect(`${prose("`<b>`")}`).toBe("<code>&lt;b&gt;</code>");
  expect(`${prose("a ` b")}`).toBe("a ` b");
});
