using Aftershock.Cli;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
