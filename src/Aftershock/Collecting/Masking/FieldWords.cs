using System.Collections.Frozen;

namespace Aftershock.Collecting.Masking;

/// <summary>What a label or a column's name says of the value that it names.</summary>
internal enum FieldWord
{
    /// <summary>Nothing that concerns a person.</summary>
    Unknown,

    /// <summary>A person's name, sex, city and the like: personal beside a stronger value.</summary>
    Soft,
    Phone,
    Email,
    Number,
    Birth,
    Login,
    Password,

    /// <summary>How to reach a seller.</summary>
    Contact,
}

/// <summary>The words by which people and programs name personal fields, in the languages of the forums.</summary>
internal static class FieldWords
{
    private static readonly FrozenDictionary<string, FieldWord>.AlternateLookup<ReadOnlySpan<char>> s_words = Build();

    /// <summary>Case, blanks, hyphens, underscores and quotes do not matter.</summary>
    public static FieldWord Of(ReadOnlySpan<char> label)
    {
        label = label.Trim();
        if (label.Length is 0 or > 40)
        {
            return FieldWord.Unknown;
        }

        Span<char> folded = stackalloc char[40];
        var length = 0;
        foreach (var c in label)
        {
            if (char.IsLetter(c))
            {
                folded[length++] = char.ToLowerInvariant(c);
            }
            else if (!char.IsDigit(c) && !(c is ' ' or '-' or '_' or '"' or '\'' or '`' or '.' or '*' or '#'))
            {
                return FieldWord.Unknown;
            }
        }

        return s_words.TryGetValue(folded[..length], out var word) ? word : FieldWord.Unknown;
    }

    /// <summary>Whether a line speaks of reaching somebody or of money; such a line is an advertisement rather than a row.</summary>
    public static bool IsAdvertisement(ReadOnlySpan<char> line)
    {
        foreach (var sign in s_signs)
        {
            if (line.Contains(sign, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var word in s_shortSigns)
        {
            for (var from = 0; from < line.Length;)
            {
                var at = line[from..].IndexOf(word, StringComparison.OrdinalIgnoreCase);
                if (at < 0)
                {
                    break;
                }

                at += from;
                from = at + word.Length;
                if ((at == 0 || !char.IsLetterOrDigit(line[at - 1])) && (from == line.Length || !char.IsLetterOrDigit(line[from])))
                {
                    return true;
                }
            }
        }

        return HoldsHandle(line);
    }

    /// <summary>@name with nothing before the @.</summary>
    private static bool HoldsHandle(ReadOnlySpan<char> line)
    {
        for (var i = 0; i + 2 < line.Length; i++)
        {
            if (line[i] == '@' && (i == 0 || !(char.IsLetterOrDigit(line[i - 1]) || line[i - 1] is '.' or '_' or '-' or '*' or '•')) && char.IsAsciiLetter(line[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static readonly string[] s_signs =
    [
        "telegram", "t.me/", "jabber", "xmpp", "whatsapp", "wa.me", "wickr", "discord", "threema", "keybase", "skype", "contact", "escrow",
        "price", "негарант", "гарант", "телеграм", "телега", "жаббер", "джаббер", "контакт", "пишите", "цена", "связ",
        "联系", "价格", "担保", "电报", "飞机", "precio", "contacto", "preço", "contato", "hubungi", "harga", "fiyat", "iletişim", "prix",
    ];

    private static readonly string[] s_shortSigns = ["tg", "тг", "тлг", "tox", "session", "icq", "pm", "dm", "лс", "btc", "usdt", "xmr", "usd", "eur", "rub", "руб", "signal"];

    private static FrozenDictionary<string, FieldWord>.AlternateLookup<ReadOnlySpan<char>> Build()
    {
        var words = new Dictionary<string, FieldWord>(StringComparer.Ordinal);
        Add(FieldWord.Soft, """
            id uid userid no name fullname firstname lastname middlename surname fname lname names sex gender age city state zip zipcode postcode country nationality
            address addr homeaddress street region province company employer job balance grade school class plate licenseplate vin car model registered regdate lastlogin
            姓名 名字 姓 名 性别 年龄 民族 地址 住址 家庭住址 家庭地址 收货地址 户籍地址 籍贯 城市 省份 单位 学校 班级 职业 编号 序号 车牌 车牌号 车架号 收件人
            фио имя фамилия отчество пол возраст адрес город регион место должность
            nombre nombres apellido apellidos nombrecompleto dirección direccion ciudad sexo edad nome nomecompleto sobrenome endereço endereco cidade
            nama namalengkap alamat kota jeniskelamin ad soyad adsoyad isim adres şehir il nom prénom prenom ville adresse الاسم العنوان المدينة
            """);
        Add(FieldWord.Phone, """
            phone phones tel telephone mobile cell cellphone phonenumber mobilephone mobilenumber mobileno msisdn phoneno
            手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 телефон тел моб номертелефона мобильный teléfono telefono celular móvil movil telefone fone
            telepon hp nohp notelp telefon cep téléphone portable الهاتف الجوال
            """);
        Add(FieldWord.Email, "email mail emails emailaddress 邮箱 电子邮箱 电子邮件 邮件 почта емейл имейл correo correoelectrónico eposta courriel البريد");
        Add(FieldWord.Number, """
            idcard idnumber idno nationalid nationalidnumber identity identitynumber ssn socialsecuritynumber passport passportno passportnumber license licence driverlicense taxid
            nik ktp nokk dni curp rfc cuit rut cpf rg cnh tckn tc cc ccnumber card cardnumber cardno cvv iban account accountnumber bankaccount acct creditcard bankcard pan imei
            身份证 身份证号 身份证号码 证件号 证件号码 护照 护照号 银行卡 银行卡号 卡号 账号 社保号 паспорт серия номер номерпаспорта снилс инн карта номеркарты счет счёт
            pasaporte cuentabancaria cédula cedula passaporte conta الهوية
            """);
        Add(FieldWord.Birth, """
            dob birth birthday birthdate dateofbirth bday 生日 出生日期 出生年月 出生 датарождения др рождения fechadenacimiento nacimiento datadenascimento nascimento
            tanggallahir ttl dogumtarihi doğumtarihi datedenaissance تاريخالميلاد
            """);
        Add(FieldWord.Login, "login user username userlogin nick nickname 用户名 用户 логин пользователь usuario utilisateur");
        Add(FieldWord.Password, "password pass passwd pwd passhash passwordhash hash salt md5 sha bcrypt 密码 密文 пароль хеш хэш contraseña senha sandi şifre sifre motdepasse");
        Add(FieldWord.Contact, """
            telegram tg jabber xmpp tox toxid session sessionid wickr discord signal whatsapp skype icq threema contact contacts contactme dm pm
            телеграм телега тг контакт контакты связь жаббер джаббер 联系 电报 飞机 contacto contato hubungi
            """);
        return words.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        void Add(FieldWord kind, string list)
        {
            foreach (var word in list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                words.TryAdd(word, kind);
            }
        }
    }
}
