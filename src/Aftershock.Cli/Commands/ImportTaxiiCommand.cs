using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using Aftershock.Collecting.Taxii;

namespace Aftershock.Cli.Commands;

/// <summary><c>import taxii URL --collection ID</c>: a collection of a TAXII 2.1 server.</summary>
internal static class ImportTaxiiCommand
{
    private const string Password = "AFTERSHOCK_TAXII_PASSWORD";

    public static Command Create(Terminal terminal)
    {
        var options = new ImportOptions();
        var url = new Argument<string>("URL") { Description = "Address of the API root; https, or http on this machine." };
        var collection = new Option<string>("--collection") { Description = "Id of the collection.", HelpName = "ID", Required = true };
        var user = new Option<string?>("--user") { Description = $"Name to log in with; the password comes from {Password}.", HelpName = "NAME" };
        var after = new Option<string?>("--added-after") { Description = "Only what the server got after this time, such as 2022-06-30T09:15:00Z.", HelpName = "TIME" };
        var command = options.AddTo(new Command("taxii", "Import reports, notes, incidents and observed data from a collection of a TAXII 2.1 server.") { url, collection, user, after })
            .WithExamples("aftershock import taxii https://taxii.example.org/api1/ --collection 91a7b528-80eb-42ed-a74d-c6fbd5a26116", $"{Password}=… aftershock import taxii https://taxii.example.org/api1/ --collection reports --user cert --added-after 2022-06-30T00:00:00Z");
        command.SetAction(async (parsed, cancel) =>
        {
            var given = parsed.GetRequiredValue(url);
            if (!Uri.TryCreate(given, UriKind.Absolute, out var root) || !TaxiiClient.MayAsk(root))
            {
                throw CommandException.Usage("URL not taken; expected https://…, or http:// on this machine, and no user or password in it.");
            }

            Moment added = default;
            if (parsed.GetValue(after) is { } told && !Moment.TryParse(told, out added))
            {
                throw CommandException.Usage($"--added-after \"{told}\" not read; expected a time such as 2022-06-30T09:15:00Z.");
            }

            using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = System.Net.DecompressionMethods.All };
            using var http = new HttpClient(handler);
            http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("aftershock", null));
            if (parsed.GetValue(user) is { Length: > 0 } name)
            {
                var password = Environment.GetEnvironmentVariable(Password) ?? throw CommandException.Usage($"--user {name}: no password; put it into {Password}.");
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));
            }

            var source = new Source { Id = options.SourceIdOf(parsed, $"taxii/{root.Host}"), Kind = SourceKind.PostFile, Name = parsed.GetValue(options.SourceName) ?? root.Host, Program = "taxii", Start = root.GetLeftPart(UriPartial.Authority) };
            var asked = new TaxiiClient(http, root, parsed.GetRequiredValue(collection), terminal.Clock, new TaxiiSettings { AddedAfter = added == default ? null : added.At });
            return await ImportRun.RunAsync(options, parsed, source, new StixReader(), asked.ReadAsync(source.Id, cancel), null, terminal, cancel).ConfigureAwait(false);
        });
        return command;
    }
}
