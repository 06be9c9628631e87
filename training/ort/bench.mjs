// The encoder of internal/encoder beside ONNX Runtime's dynamic int8, one core each, turn by turn:
//   cd training/ort && npm ci --ignore-scripts && node bench.mjs [rounds]
// Prints tokens a second of processor time, the best of all rounds, and the ratio of each of our kernels to ONNX Runtime.
// Both run a BERT of the shape of all-MiniLM-L6-v2 with random weights and no padding; the graph below is what quantisers
// write (DynamicQuantizeLinear, MatMulInteger), and ONNX Runtime fuses it as it likes.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as ort from 'onnxruntime-node'

const LAYERS = 6, HIDDEN = 384, HEADS = 12, INNER = 1536, WORDS = 30522, PLACES = 512, WIDTH = HIDDEN / HEADS
const LENGTHS = [32, 128, 512], SECONDS = 1
const FLOAT = 1, INT8 = 3, INT64 = 7

// Protocol buffers, as far as a model needs them: fields are [number, value], a value a whole number, a string, bytes or fields.
function varint(n) {
  const out = []
  for (n = BigInt.asUintN(64, BigInt(n)); ; n >>= 7n) {
    if (n < 128n) return Buffer.from([...out, Number(n)])
    out.push(Number(n & 127n) | 128)
  }
}
function message(...fields) {
  const out = []
  for (const [number, value] of fields) {
    if (typeof value === 'number') { out.push(varint(number << 3), varint(value)); continue }
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    out.push(varint(number << 3 | 2), varint(bytes.length), bytes)
  }
  return Buffer.concat(out)
}
const float32 = (number, value) => { const b = Buffer.alloc(4); b.writeFloatLE(value); return Buffer.concat([varint(number << 3 | 5), b]) }
const raw = array => Buffer.from(array.buffer, array.byteOffset, array.byteLength)

const nodes = [], arrays = []
function array(type, dims, data) {
  const name = 'w' + arrays.length
  arrays.push(message(...dims.map(d => [1, d]), [2, type], [8, name], [9, raw(data)]))
  return name
}
const floats = (dims, ...values) => array(FLOAT, dims, Float32Array.from(values))
const wholes = (...values) => array(INT64, [values.length], BigInt64Array.from(values, BigInt))
function attribute([name, value]) {
  if (Array.isArray(value)) return message([1, name], ...value.map(v => [8, v]), [20, 7])
  if (Number.isInteger(value)) return message([1, name], [3, value], [20, 2])
  return Buffer.concat([message([1, name]), float32(2, value), message([20, 1])])
}
function op(type, inputs, attributes = {}, outputs = 1) {
  const names = Array.from({ length: outputs }, (_, i) => `n${nodes.length}_${i}`)
  nodes.push(message(...inputs.map(i => [1, i]), ...names.map(o => [2, o]), [4, type], ...Object.entries(attributes).map(a => [5, attribute(a)])))
  return outputs > 1 ? names : names[0]
}

let state = 1
const random = () => (state = state * 16807 % 2147483647) / 2147483647 - .5
const normal = (n, size) => Float32Array.from({ length: n }, () => size * (random() + random() + random()) * 2)

function dense(x, into, out) {
  const [q, scale, zero] = op('DynamicQuantizeLinear', [x], {}, 3)
  const w = array(INT8, [into, out], Int8Array.from(normal(into * out, 30), v => Math.max(-127, Math.min(127, Math.round(v)))))
  const sum = op('MatMulInteger', [q, w, zero, array(INT8, [], Int8Array.of(0))])
  const y = op('Mul', [op('Cast', [sum], { to: FLOAT }), op('Mul', [scale, floats([1], 1 / 30 / Math.sqrt(into))])])
  return op('Add', [y, array(FLOAT, [out], normal(out, .02))])
}
const norm = x => op('LayerNormalization', [x, floats([HIDDEN], ...Array(HIDDEN).fill(1)), floats([HIDDEN], ...Array(HIDDEN).fill(0))], { axis: -1, epsilon: 1.5e-12 })

function model() {
  const zero = wholes(0), heads = wholes(0, 0, HEADS, WIDTH), joined = wholes(0, 0, HIDDEN), one = floats([1], 1)
  const length = op('Slice', [op('Shape', ['ids']), wholes(1), wholes(2), zero])
  const places = op('Slice', [array(FLOAT, [PLACES, HIDDEN], normal(PLACES * HIDDEN, .05)), zero, length, zero])
  let x = norm(op('Add', [op('Gather', [array(FLOAT, [WORDS, HIDDEN], normal(WORDS * HIDDEN, .05)), 'ids']), places]))
  for (let i = 0; i < LAYERS; i++) {
    const head = perm => op('Transpose', [op('Reshape', [dense(x, HIDDEN, HIDDEN), heads])], { perm })
    const score = op('Mul', [op('MatMul', [head([0, 2, 1, 3]), head([0, 2, 3, 1])]), floats([1], 1 / Math.sqrt(WIDTH))])
    const context = op('MatMul', [op('Softmax', [score], { axis: -1 }), head([0, 2, 1, 3])])
    x = norm(op('Add', [dense(op('Reshape', [op('Transpose', [context], { perm: [0, 2, 1, 3] }), joined]), HIDDEN, HIDDEN), x]))
    const wide = dense(x, HIDDEN, INNER)
    const erf = op('Add', [op('Erf', [op('Mul', [wide, floats([1], Math.SQRT1_2)])]), one])
    x = norm(op('Add', [dense(op('Mul', [op('Mul', [wide, floats([1], .5)]), erf]), INNER, HIDDEN), x]))
  }
  const shape = (name, type, ...dims) => message([1, name], [2, message([1, message([1, type], [2, message(...dims.map(d =>
    [1, typeof d === 'number' ? message([1, d]) : message([2, d])]))])])])
  const graph = message(...nodes.map(n => [1, n]), [2, 'encoder'], ...arrays.map(a => [5, a]), [11, shape('ids', INT64, 'batch', 'length')], [12, shape(x, FLOAT, 'batch', 'length', HIDDEN)])
  return message([1, 8], [7, graph], [8, message([1, ''], [2, 17])])
}

async function theirs(session, n) {
  const feeds = { ids: new ort.Tensor('int64', BigInt64Array.from({ length: n }, (_, i) => BigInt((i * 7919 + 13) % WORDS)), [1, n]) }
  for (let i = 0; i < 3; i++) await session.run(feeds)
  const end = Date.now() + 1000 * SECONDS, before = process.cpuUsage()
  let tokens = 0
  for (; Date.now() < end; tokens += n) await session.run(feeds)
  const { user, system } = process.cpuUsage(before)
  return 1e6 * tokens / (user + system)
}

const root = fileURLToPath(new URL('../..', import.meta.url)), temporary = mkdtempSync(join(tmpdir(), 'encoder-'))
const program = join(temporary, 'encoder.test'), best = {}
const keep = (kernel, n, speed) => { (best[kernel] ??= {})[n] = Math.max(best[kernel][n] ?? 0, speed) }
try {
  execFileSync('go', ['test', '-c', '-o', program, './internal/encoder'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' } })
  const session = await ort.InferenceSession.create(model(), { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' })
  for (let round = Number(process.argv[2] ?? 3); round > 0; round--) {
    for (const n of LENGTHS) {
      keep('onnxruntime int8', n, await theirs(session, n))
      const out = execFileSync(program, ['-test.run', '^$', '-test.bench', `Encode/.*/${n}$`, '-test.benchtime', `${SECONDS}s`],
        { cwd: join(root, 'internal/encoder'), encoding: 'utf8', env: { ...process.env, GOMAXPROCS: '1' } })
      for (const [, kernel, speed] of out.matchAll(/^BenchmarkEncode\/(\w+)\/\d+.*?([\d.]+) tokens\/s/gm)) keep(kernel, n, Number(speed))
    }
  }
} finally {
  rmSync(temporary, { recursive: true })
}
console.log(`tokens a second of processor time, in brackets beside onnxruntime-node ${ort.env.versions.node}`)
for (const [kernel, speeds] of Object.entries(best)) {
  console.log(kernel.padEnd(18) + LENGTHS.map(n => `${n}: ${Math.round(speeds[n])} (${(speeds[n] / best['onnxruntime int8'][n]).toFixed(2)})`.padEnd(24)).join(''))
}
