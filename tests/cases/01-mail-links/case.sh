# Mail addresses in angle brackets lead to mail programs, and bare ones are links.
needs python3
expect 0 onus render mail.md --output mail.pdf
links=$(python3 - mail.pdf <<'PYTHON'
import re, sys, zlib
data = open(sys.argv[1], "rb").read()
for packed in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S):
    try:
        data += zlib.decompressobj().decompress(packed)
    except zlib.error:
        pass
print("\n".join(sorted(link.decode() for link in re.findall(rb"/URI ?\((.*?)\)", data))))
PYTHON
)
wanted='https://acme.example/x
mailto:first.last@acme.example
mailto:office@acme.example
mailto:us@acme.example'
[ "$links" = "$wanted" ] || fail "the links are: $links"
