# A checkout without Git LFS has pointers in the place of files. A pointer is no evidence: it is found, and never packed.
expect 0 onus evidence list --as-of 2026-11-15
says "missing"
says_not "current"
expect 0 onus check --deny nothing --as-of 2026-11-15
says "warning[evidence-pointer]"
says "is only a Git LFS pointer"
expect 1 onus check --deny evidence-pointer --as-of 2026-11-15
expect 2 onus bundle acme/web --as-of 2026-11-15 --output package.zip
says "error[lfs-pointer]"
says "git lfs pull"
[ ! -e package.zip ] || fail "the package was written"
# Wherever else a file is wanted.
for pointed in "verify" "diff"; do
  cp profiles/acme/evidence/scan.pdf pointer.zip
  if [ $pointed = verify ]; then expect 2 onus verify pointer.zip; else expect 2 onus diff pointer.zip pointer.zip; fi
  says "is only a Git LFS pointer"
  says "git lfs pull"
done
mkdir -p templates
cp profiles/acme/evidence/scan.pdf templates/logo.png
printf 'schema: onus.theme/1\ncover: { logo: logo.png }\n' > templates/theme.yaml
cp profiles/acme/evidence/scan.pdf profiles/acme/findings.yaml
expect 2 onus check
says "error[lfs-pointer]: \`profiles/acme/findings.yaml\` is only a Git LFS pointer"
