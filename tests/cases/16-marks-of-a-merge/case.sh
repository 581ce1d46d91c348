# A mark that git left is named with its line, in whatever file it is; nothing is written behind it.
for mark in '<<<<<<< HEAD' '||||||| 1234abc' '=======' '>>>>>>> topic'; do
  for file in profiles/acme/organization.yaml profiles/acme/projects/web.yaml; do
    cp $file clean
    sed -i "3a\\$mark" $file
    expect 2 onus check
    says "error[conflict-mark]: git left this mark where two branches met"
    says "$file:4:1"
    cp clean $file
  done
done

mkdir templates
printf '%s\n' '---' 'title: Own' 'scope: project' '---' '' '# Own' '<<<<<<< HEAD' >templates/own.md
expect 2 onus check
says "error[conflict-mark]"
says "templates/own.md:7:1"
rm -r templates

printf '%s\n' '# Notes' '' 'Mine' '>>>>>>> topic' >notes.md
expect 2 onus render notes.md
says "notes.md:4:1"
# In a block of code, and below a heading, they are what the author wanted.
printf '%s\n' 'Notes' '=======' '' '```' '<<<<<<< HEAD' '```' >notes.md
expect 0 onus render notes.md

expect 0 onus build --quiet --as-of 2026-11-28
echo '=======' >>output/acme/history.jsonl
cp output/acme/history.jsonl before
expect 2 onus build --quiet --as-of 2026-11-29
says "line 2 is a mark that git left"
cmp -s before output/acme/history.jsonl || fail "the history was changed"
cp before output/acme/history.jsonl
sed -i '$d' output/acme/history.jsonl

sed -i '1a<<<<<<< HEAD' output/acme/web/revisions.json
expect 2 onus build --quiet --as-of 2026-11-29
says "line 2 is a mark that git left"
