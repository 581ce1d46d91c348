# Paragraphs and lists of a statement are shown where there is room, and on one line in cells; nothing else is markup.
expect 0 onus build --quiet --as-of 2026-11-29
said=$(cat output/acme/web/auditor-handout.md)
says "The platform team records every call."
says_not "call. - trails"
for line in '- trails in all accounts' '- a bucket with object lock' '  - kept for a year' '1. The trail is checked daily.' \
  '2. The check is recorded.' '\# No heading'; do
  grep -qxF -- "$line" output/acme/web/auditor-handout.md || fail "the handout has no line: $line"
done
said=$(cat output/acme/web/plan-of-action.md)
says "team on duty. • those of the trail • those of the bucket 1. Each is answered."
grep -q '"text": "The platform team records every call.\\n\\n- trails' output/acme/web/matrix.json || fail "matrix.json has another text"
