// Trespasses on purpose: ArrowTests reads this assembly as well and must find them. They stand in the library's namespaces
// only here, in the tests.
namespace Aftershock.Recognizing.Planted
{
    internal static class PlantedInABody
    {
        public static string Read() => Aftershock.Collecting.PageContent.Failed("planted").Failure!;
    }
}

namespace Aftershock
{
    internal sealed record PlantedInASignature(IReadOnlyList<Keeping.Batch> Batches);
}

namespace Aftershock.Keeping.Planted
{
    internal sealed class PlantedInAField
    {
        public Aftershock.Running.Planted.PlantedComposer? Composer { get; init; }
    }
}

namespace Aftershock.Running.Planted
{
    internal sealed record PlantedComposer(Collecting.RawPage? Page);
}
