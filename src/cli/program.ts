import { Command } from "commander";
import { backtestCommand } from "./backtest.ts";
import { campaignCommand } from "./campaign.ts";
import { oneLineErrors } from "./commandErrors.ts";
import { demoCommand } from "./demo.ts";
import { doctorCommand } from "./doctor.ts";
import { explainCommand } from "./explain.ts";
import { forecastCommand } from "./forecast.ts";
import { holdCommand } from "./hold.ts";
import { importCommand } from "./import.ts";
import { pauseCommand } from "./pause.ts";
import { planCommand } from "./plan.ts";
import { printCommand } from "./print.ts";
import { restoreCommand } from "./restore.ts";
import { runCommand } from "./run.ts";
import { validateCommand } from "./validate.ts";
import { version } from "./version.ts";

/** `headstart`, and `kubectl headstart`: the same program. */
export function program(): Command {
  const headstart = new Command("headstart")
    .description("predictive autoscaler: slow-starting deployments are ready before the traffic arrives")
    .version(version(), "--version")
    .option("--verbose", "add the cause to an error")
    .exitOverride();
  const commands = [
    ...[runCommand(), demoCommand(), planCommand(), validateCommand(), printCommand()],
    ...[explainCommand(), doctorCommand(), campaignCommand(), holdCommand()],
    ...[forecastCommand(), backtestCommand(), pauseCommand(), restoreCommand(), importCommand()],
  ];
  for (const command of commands) headstart.addCommand(command.exitOverride());
  return oneLineErrors(headstart);
}
