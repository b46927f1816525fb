using Aftershock.Analyzing;
using Aftershock.Analyzing.Mathematics;

namespace Aftershock.Tests.Analyzing;

/// <summary>The intervals hold what was planted as often as they say; every simulation is seeded.</summary>
public sealed class RecognizedCountTests
{
    [Theory]
    [InlineData(25, 100, 0.9, 0.95)]
    [InlineData(81, 120, 0.95, 0.97)]
    [InlineData(81, 60, 0.8, 0.85)]
    [InlineData(81, 400, 0.995, 0.995)]
    [InlineData(900, 150, 0.92, 0.96)]
    public void The_number_that_was_there_is_covered(int there, int labelled, double recall, double precision)
    {
        var random = new Random(there + labelled);
        const int runs = 600;
        var held = 0;
        for (var run = 0; run < runs; run++)
        {
            var (low, median, high) = RecognizedCount.NumberThere(Recognized(random, there, recall, precision), Measured(random, labelled, recall, precision));
            Assert.True(low <= median && median <= high);
            held += low <= there && there <= high ? 1 : 0;
        }

        Assert.True(held >= 0.93 * runs, $"held in {held} of {runs}");
    }

    /// <summary>The acceptance of the reconstruction: of twenty seeds at least eighteen. A right interval fails that in 8 of 100 rounds.</summary>
    [Fact]
    public void Eighteen_of_twenty_are_covered_in_nearly_every_round()
    {
        var random = new Random(18);
        var rounds = Enumerable.Range(0, 60).Count(_ =>
        {
            var measured = Measured(random, 150, 0.93, 0.96);
            return Enumerable.Range(0, 20).Count(seed =>
            {
                var there = 60 + (seed * 4);
                var (low, _, high) = RecognizedCount.NumberThere(Recognized(random, there, 0.93, 0.96), measured);
                return low <= there && there <= high;
            }) >= 18;
        });
        Assert.True(rounds >= 50, $"{rounds} of 60");
    }

    [Theory]
    [InlineData(2, 100, 0.9, 0.95)]
    [InlineData(25, 80, 0.85, 0.9)]
    [InlineData(300, 200, 0.95, 0.98)]
    public void The_mean_is_covered_with_the_chance_of_the_count_itself(double mean, int labelled, double recall, double precision)
    {
        var random = new Random(labelled);
        const int runs = 400;
        var held = Enumerable.Range(0, runs).Count(_ =>
            RecognizedCount.Mean(Recognized(random, Draw.Poisson(random, mean), recall, precision), Measured(random, labelled, recall, precision)).Contains(mean));
        Assert.True(held >= 0.93 * runs, $"held in {held} of {runs}");
    }

    [Fact]
    public void A_recognizer_that_hardly_errs_leaves_Garwoods_interval()
    {
        var garwood = PoissonIntervals.Garwood(25);
        var mean = RecognizedCount.Mean(25, new RecognitionError(10_000_000, 0, 0));
        Reference.Near(garwood.Low, mean.Low, 1e-5);
        Reference.Near(garwood.High, mean.High, 1e-5);
        Assert.Equal((25, 25, 25), RecognizedCount.NumberThere(25, new RecognitionError(10_000_000, 0, 0)));
    }

    [Fact]
    public void The_sum_and_the_mixture_of_normals_meet_where_one_takes_over()
    {
        var error = new RecognitionError(140, 8, 12);
        var summed = RecognizedCount.NumberThere(400, error);
        var mixed = RecognizedCount.NumberThere(401, error);
        Assert.InRange(mixed.Low - summed.Low, -3, 5);
        Assert.InRange(mixed.High - summed.High, -3, 5);
    }

    [Fact]
    public void Misses_raise_and_false_hits_lower_the_number()
    {
        Assert.True(RecognizedCount.NumberThere(50, new RecognitionError(100, 0, 30)).Median > 55);
        Assert.True(RecognizedCount.NumberThere(50, new RecognitionError(100, 30, 0)).Median < 45);
    }

    [Fact]
    public void A_recognizer_that_was_never_right_proves_nothing()
    {
        var (low, _, high) = RecognizedCount.NumberThere(10, new RecognitionError(0, 5, 5));
        Assert.True(low <= 1 && high > 50, $"{low} to {high}");
    }

    [Fact]
    public void Counts_below_zero_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RecognizedCount.NumberThere(-1, new RecognitionError(1, 0, 0)));
        Assert.Throws<ArgumentException>(() => RecognizedCount.Mean(1, new RecognitionError(1, -1, 0)));
    }

    private static int Recognized(Random random, int there, double recall, double precision)
    {
        var hits = Draw.Binomial(random, there, recall);
        return hits + Draw.Poisson(random, hits * (1 - precision) / precision);
    }

    private static RecognitionError Measured(Random random, int labelled, double recall, double precision)
    {
        var hits = Draw.Binomial(random, labelled, recall);
        return new RecognitionError(hits, Draw.Poisson(random, hits * (1 - precision) / precision), labelled - hits);
    }
}
