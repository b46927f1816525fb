using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Aftershock.Tests.Architecture;

/// <summary>One use of a place by a place that must not know it.</summary>
internal sealed record Trespass(string From, string To, string Type, string Uses);

/// <summary>Reads built assemblies and tells which chapter uses which, down to the bodies of methods.</summary>
internal static class Chapters
{
    /// <summary>The chapters of the story; each may know the nouns and Keeping. Running may know all.</summary>
    private static readonly string[] s_chapters = ["Collecting", "Recognizing", "Analyzing", "Verifying", "Discovering", "Warning", "Sharing"];

    public static IReadOnlyList<Trespass> TrespassesIn(string assemblyPath)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(assemblyPath));
        using var module = ModuleDefinition.ReadModule(assemblyPath, new ReaderParameters { AssemblyResolver = resolver });
        var found = new List<Trespass>();
        foreach (var type in module.GetAllTypes())
        {
            if (PartOf(NamespaceOf(type)) is not { } from)
            {
                continue;
            }

            foreach (var used in UsedBy(type))
            {
                if (PartOf(NamespaceOf(used)) is { } to && to != from && !MayKnow(from, to))
                {
                    found.Add(new Trespass(from, to, type.FullName, used.Name));
                }
            }
        }

        return [.. found.Distinct()];
    }

    private static bool MayKnow(string from, string to) => from switch
    {
        "Running" => true,
        "Nouns" => false,
        "Keeping" => to is "Nouns",
        _ => to is "Nouns" or "Keeping",
    };

    /// <summary>The part of the house that a namespace belongs to; null for what is not of the library.</summary>
    private static string? PartOf(string ns)
    {
        if (ns == "Aftershock")
        {
            return "Nouns";
        }

        var part = ns.StartsWith("Aftershock.", StringComparison.Ordinal) ? ns.Split('.')[1] : null;
        return part is "Keeping" or "Running" || s_chapters.Contains(part) ? part : null;
    }

    private static string NamespaceOf(TypeReference type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type.Namespace;
    }

    private static IEnumerable<TypeReference> UsedBy(TypeDefinition type)
    {
        var references = new List<TypeReference?> { type.BaseType };
        references.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        references.AddRange(type.Fields.Select(f => f.FieldType));
        references.AddRange(type.Properties.Select(p => p.PropertyType));
        references.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        foreach (var method in type.Methods)
        {
            references.Add(method.ReturnType);
            references.AddRange(method.Parameters.Select(p => p.ParameterType));
            if (method.HasBody)
            {
                references.AddRange(method.Body.Variables.Select(v => v.VariableType));
                references.AddRange(method.Body.Instructions.Select(i => TypeOf(i.Operand)));
            }
        }

        return references.SelectMany(Flatten);
    }

    private static TypeReference? TypeOf(object? operand) => operand switch
    {
        TypeReference type => type,
        MemberReference member => member.DeclaringType,
        _ => null,
    };

    /// <summary>The type itself and the arguments of a generic one; arrays and by-refs unwrapped.</summary>
    private static IEnumerable<TypeReference> Flatten(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Flatten)],
        TypeSpecification specification => Flatten(specification.ElementType),
        _ => [type],
    };
}
