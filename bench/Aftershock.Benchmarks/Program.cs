using Aftershock.Benchmarks;

return args switch
{
    ["recognize"] => RecognizeProgram.Run(),
    ["pages", var folder, .. var rest] => PagesProgram.Run(folder, rest),
    ["warc"] => WarcProgram.Run(),
    ["micro", .. var rest] => Micro.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: Aftershock.Benchmarks recognize
               Aftershock.Benchmarks pages DIR [--kinds thread,forum] [--rounds N] [--fields FILE] [--stages] [--json]
               Aftershock.Benchmarks warc
               Aftershock.Benchmarks micro [BenchmarkDotNet arguments]
        """);
    return 2;
}
