# What is YAML and is not supported is refused by its name, alone, and with a way out.
errors() { [ "$(grep -c '^error\[' <<<"$said")" = "$1" ] || fail "not $1 errors"; }
cp profiles/acme/organization.yaml clean.yaml
profile() {
  cp clean.yaml profiles/acme/organization.yaml
  cat >>profiles/acme/organization.yaml
}

profile <<'END'
parameters:
  account: 123456789012345678901234567890
END
expect 2 onus check
says "error[unsupported-yaml]: the number is too large"
says "put it in quotes"
says "organization.yaml:11:12"
errors 1

profile <<'END'
description: !include text.md
parameters: { one: !Ref other, two: !!binary aGk=, three: !!str 1.30 }
END
expect 2 onus check
for tag in '!include' '!Ref' '!!binary'; do says "the tag \`$tag\` is not supported"; done
errors 3

profile <<'END'
statements:
  - &done
    control: LOG-01
    status: implemented
    owner: platform
    text: Logs go to the archive.
  - <<: *done
    control: LOG-02
END
expect 2 onus check
says "error[unsupported-yaml]: merge keys (\`<<\`) are not supported"
says "organization.yaml:16:5"
errors 1

profile <<'END'
x-common: &text Logs go to the archive.
statements:
  - { control: LOG-01, status: implemented, owner: platform, text: *text }
END
expect 2 onus check
says "error[unknown-key]: unknown key \`x-common\`"
says "keys of your own (\`x-...\`) are not supported"
errors 1

profile <<'END'
parameters: { start: 12:30:45, octal: 0123, most: .inf }
END
expect 2 onus check
says "the parameter \`most\` must be text, a number or a boolean"
says "put the value in quotes"
errors 1
