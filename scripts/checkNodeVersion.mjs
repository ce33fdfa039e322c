/** Ends the process with an explanation when Node.js is too old to run the scripts. Plain syntax, no imports. */
export function checkNodeVersion() {
  if (Number(process.versions.node.split('.')[0]) < 18) {
    process.stderr.write(
      'Node.js 18 or newer is needed to start (22 is best); this is ' +
        process.versions.node +
        '.\nInstall a newer one from https://nodejs.org and run the same command again.\n',
    );
    process.exit(1);
  }
}
