namespace Aftershock.Analyzing;

/// <summary>The closed vocabularies that rules and filters may use.</summary>
public static class Vocabulary
{
    /// <summary>ISO 3166-1 alpha-2, officially assigned (2024), and XK, which Kosovo uses.</summary>
    public static IReadOnlySet<string> Countries { get; } = Words("""
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
        CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
        GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
        KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
        MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
        SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
        UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK
        """);

    /// <summary>STIX 2.1 <c>industry-sector-ov</c>.</summary>
    public static IReadOnlySet<string> Sectors { get; } = Words("""
        agriculture aerospace automotive chemical commercial communications construction defense education energy entertainment
        financial-services government emergency-services government-local government-national government-public-services
        government-regional healthcare hospitality-leisure infrastructure dams nuclear water insurance manufacturing mining
        non-profit pharmaceuticals retail technology telecommunications transportation utilities
        """);

    /// <summary>ISO 639-1, and <c>und</c> for one that could not be told.</summary>
    public static IReadOnlySet<string> Languages { get; } = Words("""
        aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
        et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj
        kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv
        ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
        tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu und
        """);

    /// <summary>Whether a text is a language tag whose language is known: <c>zh</c>, <c>zh-Hant</c>, or one of three letters (ISO 639-3).</summary>
    public static bool IsLanguage(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var language = tag.Split('-')[0].ToLowerInvariant();
        return Languages.Contains(language) || (language.Length == 3 && language.All(char.IsAsciiLetterLower));
    }

    private static HashSet<string> Words(string text) =>
        new(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
