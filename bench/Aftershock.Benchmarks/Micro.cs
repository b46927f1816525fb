using System.IO.Compression;
using Aftershock.Collecting;
using Aftershock.Collecting.Forums.MyBb;
using Aftershock.Collecting.Html;
using Aftershock.Collecting.Pages;
using Aftershock.Recognizing;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Aftershock.Benchmarks;

/// <summary>Single operations, by BenchmarkDotNet in its own process.</summary>
[MemoryDiagnoser]
public class Micro
{
    private readonly Recognizer _recognizer = Recognizer.Load(Board.Rules);
    private readonly MyBbReader _reader = new();
    private readonly RawPage _page;
    private readonly string _html;

    private static readonly DateTimeOffset s_posted = new(2022, 7, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly PostText _english = new()
    {
        Title = "[SELLING] Harbour Freight Insurance China 42M customers",
        Body = "Hello, today I sell the database of an insurer in China. 42,000,000 customers, 18 GB, CSV.\nFields: id, name, phone, id card number, address, policy number, email.\n"
            + "Dumped in June 2022, never sold before. Sample of 10k lines for serious buyers. Price 3,000 USD in BTC or XMR, escrow accepted. Contact by PM.",
        Section = "Marketplace",
        PostedAt = s_posted,
    };

    private readonly PostText _chinese = new()
    {
        Title = "出售 某省电商平台 1200万条 客户数据",
        Body = "出售某省电商平台客户数据，共1200万条，约3.5GB，2022年6月最新脱裤。\n字段：姓名、手机号、身份证号、收货地址、订单号。\n一手数据，只卖三份，价格0.5 BTC，可走担保，样本500条，联系站内私信。",
        Section = "数据交易",
        PostedAt = s_posted,
    };

    private readonly PostText _russian = new()
    {
        Title = "Продам базу клиентов банка, Китай, 5 млн строк",
        Body = "Продаю базу клиентов китайского банка, 5 млн строк, 2 ГБ, выгрузка за июнь 2022.\nПоля: ФИО, телефон, паспорт, адрес, дата рождения, номер карты.\nВ одни руки, цена 1500$, гарант приветствуется, пробник 1000 строк в лс.",
        Section = "Базы данных",
        PostedAt = s_posted,
    };

    private readonly string _rows = string.Join('\n', Enumerable.Range(0, 20).Select(i => $"Example Person {i},person{i}@mail.example,+1 202 555 01{i:00},19{60 + i}-01-0{1 + (i % 9)}"));

    public Micro()
    {
        // A page of usual length: the middle one of the threads' pages.
        var threads = Board.Reconstruction().Where(p => p.KindHint == "thread").OrderBy(p => p.Content.Length).ToList();
        _page = threads[threads.Count / 2];
        _html = PageText.Decode(_page);
    }

    public static int Run(string[] arguments)
    {
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromTypes([typeof(Micro)]).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config);
        return 0;
    }

    [Benchmark]
    public object RecognizeEnglish() => _recognizer.Recognize(_english);

    [Benchmark]
    public object RecognizeChinese() => _recognizer.Recognize(_chinese);

    [Benchmark]
    public object RecognizeRussian() => _recognizer.Recognize(_russian);

    [Benchmark]
    public object ParseThreadPage() => HtmlPage.Parse(_html);

    [Benchmark]
    public object ReadThreadPage() => _reader.Read(_page, Board.Capture, Board.Source);

    [Benchmark]
    public string MaskNothing() => RowMask.Mask(_english.Body);

    [Benchmark]
    public string MaskTwentyRows() => RowMask.Mask(_rows);

    [Benchmark]
    public byte[] PackPage() => WarcProgram.Pack(_page, CompressionLevel.Fastest);
}
