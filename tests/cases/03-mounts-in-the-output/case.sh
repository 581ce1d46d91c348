# Part of the output lies on another mount: a disk of its own, a folder of the same disk that is mounted here, one that can
# only be read, or a single file, as containers have them. A build ends well, or changes nothing and says why.
needs root

build=(onus build --quiet --deny nothing)
in_mounts() { unshare --mount --propagation private bash -euc "$1"; }
export -f onus fail expect says says_not
left() { find output -name '.onus*' -print -quit; }
export -f left

rm -rf output && mkdir -p output/north
in_mounts '
  mount -t tmpfs none output/north
  expect 0 onus build --quiet --deny nothing
  [ -e output/north/manifest.json ] && [ -e output/acme/manifest.json ] || fail "a manifest is missing"
  [ -z "$(left)" ] || fail "left: $(left)"
  expect 0 onus build --check --quiet --deny nothing
  # What a killed build has left on the mount goes away.
  mkdir output/north/.onus-build && touch output/north/.onus-build/0
  sed -i "s/name: Web/name: Shop/" profiles/north/projects/web.yaml
  expect 0 onus build --quiet --deny nothing
  [ -z "$(left)" ] || fail "left: $(left)"
'

# The same device twice: only the mounts differ.
rm -rf output && mkdir -p output/north/web elsewhere
in_mounts '
  mount --bind elsewhere output/north/web
  expect 0 onus build --quiet --deny nothing
  [ -e elsewhere/matrix.json ] || fail "nothing was written to the mount"
'

# For reading only: nothing is renamed.
rm -rf output && expect 0 "${build[@]}"
sed -i "s/name: Shop/name: Desk/" profiles/north/projects/web.yaml
in_mounts '
  mount --bind output/north/web output/north/web && mount -o remount,bind,ro output/north/web
  find output -type f -exec sha256sum {} + | sort > before
  expect 2 onus build --quiet --deny nothing
  says "Read-only file system"
  find output -type f -exec sha256sum {} + | sort > after
  cmp before after || fail "some files were published"
'

# A single file.
touch only.md
in_mounts '
  mount --bind only.md output/north/web/plan-of-action.md
  find output -type f ! -name plan-of-action.md -exec sha256sum {} + | sort > before
  expect 2 onus build --quiet --deny nothing
  says "is mounted by itself and cannot be replaced"
  find output -type f ! -name plan-of-action.md -exec sha256sum {} + | sort > after
  cmp before after || fail "some files were published"
'

# A single file that the user names is written in place.
printf '# Policy\n' > t.md && touch t.pdf report.json
in_mounts '
  mount --bind t.pdf t.pdf && mount --bind report.json report.json
  expect 0 onus render t.md
  expect 0 onus check --quiet --deny nothing --report-json report.json
'
[ "$(head -c 5 t.pdf)" = "%PDF-" ] || fail "the mounted file was not written"
[ -s report.json ] || fail "the mounted report was not written"
