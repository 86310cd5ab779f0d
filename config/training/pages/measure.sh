#!/bin/bash
# Trains the shipped model, and prints what a model scores on sites that it was not trained on.
#   measure.sh FOLDER     FOLDER has html/ID.html and truth/ID.json; lightgbm and numpy must be installed.
set -euo pipefail
folder=$1
here=$(cd "$(dirname "$0")" && pwd)
score=$(cd "$here/../../.." && swift build -c release --show-bin-path)/courant-pages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$score" features "$folder" > "$work/features.tsv"
train() { nice python3 "$here/train.py" "$work/features.tsv" "$folder" "$@"; }
train "$here/../../../Sources/HTML/ForestData.swift"
train "$work/a.swift" --half a
train "$work/b.swift" --half b
for fold in 0 1 2 3 4; do
  train "$work/a$fold.swift" --half a --without $fold
  train "$work/all$fold.swift" --without $fold
done
echo "== half a, five folds of its sites"; "$score" "$folder" --half a --model "$work/a%.swift"
echo "== half b, trained on half a"; "$score" "$folder" --half b --model "$work/a.swift"
echo "== half a, trained on half b"; "$score" "$folder" --half a --model "$work/b.swift"
echo "== all, five folds of sites"; "$score" "$folder" --model "$work/all%.swift"
