/*
 * Lets Nudge's gradient checker ask a forward and a backward in C: the protocol of docs/protocol.md. A header of its own,
 * for one program:
 *
 *   static double x[] = {1, 2, 3};
 *   static nudge_tensor tensors[] = {{"x", 1, {3}, x}};
 *   static void forward(double *const *t, double *y, const nudge_pass *pass);
 *   static void backward(double *const *t, const double *dy, double *const *gradients, const nudge_pass *pass);
 *   int main(void) { return nudge_serve("my layer", tensors, 1, (nudge_tensor){"y", 1, {3}, NULL}, forward, backward); }
 *
 * All numbers are row-major. `backward` gets the mode and the seed of its forward pass, and computes again what it needs.
 */
#ifndef NUDGE_H
#define NUDGE_H
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { nudge_axes = 8, nudge_passes = 16 };
typedef struct { const char *name; int axes; size_t shape[nudge_axes]; double *data; } nudge_tensor;
typedef struct { int training; unsigned long seed; } nudge_pass;
typedef void nudge_forward(double *const *tensors, double *output, const nudge_pass *pass);
typedef void nudge_backward(double *const *tensors, const double *upstream, double *const *gradients,
                            const nudge_pass *pass);

static size_t nudge_size(const nudge_tensor *t) {
  size_t size = 1;
  for (int axis = 0; axis < t->axes; axis++) size *= t->shape[axis];
  return size;
}

/* Seventeen digits are read back as the same float64; JSON has no numbers for the rest. */
static void nudge_write_number(double x) {
  if (isnan(x)) printf("\"NaN\"");
  else if (isinf(x)) printf(x > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  else if (x == 0 && signbit(x)) printf("\"-0\"");
  else printf("%.17g", x);
}

static void nudge_write_tensor(const nudge_tensor *t, const double *data) {
  printf("{\"shape\":[");
  for (int axis = 0; axis < t->axes; axis++) printf("%s%zu", axis ? "," : "", t->shape[axis]);
  printf("],\"data\":[");
  for (size_t i = 0; i < nudge_size(t); i++) {
    if (i) putchar(',');
    nudge_write_number(data[i]);
  }
  printf("]}");
}

static void nudge_write_tensors(const nudge_tensor *tensors, int count, double *const *data) {
  putchar('{');
  for (int k = 0; k < count; k++) {
    printf("%s\"%s\":", k ? "," : "", tensors[k].name);
    nudge_write_tensor(&tensors[k], data[k]);
  }
  putchar('}');
}

/* The end of the JSON value that begins at `at`: the comma or bracket behind it. */
static const char *nudge_skip(const char *at) {
  int depth = 0, quoted = 0;
  for (; *at; at++) {
    if (quoted && *at == '\\' && at[1]) at++;
    else if (*at == '"') quoted = !quoted;
    else if (quoted) continue;
    else if (*at == '{' || *at == '[') depth++;
    else if (depth == 0 && (*at == ',' || *at == '}' || *at == ']')) break;
    else if (*at == '}' || *at == ']') depth--;
  }
  return at;
}

/* The value under a name of the object that begins at `at`, as Nudge writes it: without spaces. NULL where there is none. */
static const char *nudge_find(const char *at, const char *name) {
  size_t length = strlen(name);
  while (at && *at && *at != '}') {
    const char *key = at + 2; /* behind { or , and the quote */
    const char *value = strchr(key, '"');
    if (!value) return NULL;
    if ((size_t)(value - key) == length && !strncmp(key, name, length)) return value + 2;
    at = nudge_skip(value + 2);
  }
  return NULL;
}

static void nudge_read_tensor(const char *tensor, double *data, size_t size) {
  const char *at = tensor ? nudge_find(tensor, "data") : NULL;
  for (size_t i = 0; at && i < size; i++) {
    at += *at == '[' || *at == ',';
    int quoted = *at == '"';
    char *end;
    data[i] = strtod(at + quoted, &end); /* it knows NaN, Infinity and -0 too */
    at = end + quoted;
  }
}

static char *nudge_read_line(void) {
  size_t room = 1 << 16, length = 0;
  char *line = malloc(room);
  for (int c; line && (c = getchar()) != EOF; ) {
    if (c == '\n') return line[length] = 0, line;
    if (length + 1 == room) line = realloc(line, room *= 2);
    if (line) line[length++] = (char)c;
  }
  free(line);
  return NULL;
}

static int nudge_serve(const char *name, nudge_tensor *tensors, int count, nudge_tensor output,
                       nudge_forward *forward, nudge_backward *backward) {
  double **point = calloc(count, sizeof *point), **gradients = calloc(count, sizeof *gradients);
  double **given = calloc(count, sizeof *given), *y = calloc(nudge_size(&output) + 1, sizeof *y);
  nudge_pass passes[nudge_passes];
  char *line;
  for (int k = 0; k < count; k++) {
    given[k] = tensors[k].data;
    point[k] = calloc(nudge_size(&tensors[k]) + 1, sizeof **point);
    gradients[k] = calloc(nudge_size(&tensors[k]) + 1, sizeof **gradients);
  }
  for (; (line = nudge_read_line()); free(line)) {
    const char *call = nudge_find(line, "call"), *values = nudge_find(line, "tensors");
    const char *number = nudge_find(line, "pass");
    nudge_pass *pass = &passes[number ? strtoul(number, NULL, 10) % nudge_passes : 0];
    for (int k = 0; values && k < count; k++)
      nudge_read_tensor(nudge_find(values, tensors[k].name), point[k], nudge_size(&tensors[k]));
    if (call && !strncmp(call, "\"describe\"", 10)) {
      printf("{\"nudge\":1,\"name\":\"%s\",\"tensors\":", name);
      nudge_write_tensors(tensors, count, given);
    } else if (call && !strncmp(call, "\"forward\"", 9)) {
      pass->training = *nudge_find(line, "training") == 't';
      pass->seed = strtoul(nudge_find(line, "seed"), NULL, 10);
      forward(point, y, pass);
      printf("{\"output\":");
      nudge_write_tensor(&output, y);
    } else {
      nudge_read_tensor(nudge_find(line, "upstream"), y, nudge_size(&output));
      for (int k = 0; k < count; k++) memset(gradients[k], 0, nudge_size(&tensors[k]) * sizeof **gradients);
      backward(point, y, gradients, pass);
      printf("{\"gradients\":");
      nudge_write_tensors(tensors, count, gradients);
    }
    printf("}\n");
    fflush(stdout);
  }
  return 0;
}
#endif
