import type { Command } from "commander";

/** Wrong words on the command line are one line with the remedy, too, whichever command they were given to. */
export function oneLineErrors(command: Command): Command {
  command.configureOutput({
    outputError: (text, write) => {
      const said = text
        .trim()
        .replace(/^error: /, "")
        .replace(/\.?\s*\n\s*/g, " ")
        .replace(/\.$/, "");
      write(`headstart: ${said}; ${pathOf(command)} --help says what it takes\n`);
    },
  });
  for (const below of command.commands) oneLineErrors(below);
  return command;
}

/** `headstart campaign list` */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
