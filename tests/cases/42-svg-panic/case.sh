# A drawing that the library cannot take is a message with its place, in every command.
for command in "check" "build" "bundle acme/web --output web.zip"; do
  expect 2 onus $command
  says 'error[picture-unreadable]'
  says 'templates/report.md:7'
  says_not panicked
done
expect 0 onus render report.md --output report.pdf
says 'warning[picture-unreadable]'
says_not panicked
