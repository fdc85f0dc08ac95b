using System.Reflection;
using System.Xml.Linq;

namespace Warifu.Tests;

/// <summary>The walls of the house: who may know whom.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Servers = ["Warifu.Authority", "Warifu.Bank", "Warifu.Hub"];
    private static readonly string[] Pure = ["Warifu.Wire", "Warifu.Pki", "Warifu.Statements", "Warifu.Forex"];

    [Fact]
    public void No_server_references_another()
    {
        foreach (var server in Servers)
            Assert.Empty(ReferencesOf(server).Intersect(Servers));
    }

    [Fact]
    public void Pure_projects_reference_at_most_the_wire_and_no_package()
    {
        foreach (var pure in Pure)
        {
            Assert.Empty(ReferencesOf(pure).Except(["Warifu.Wire"]));
            Assert.Empty(Elements(pure, "PackageReference").Concat(Elements(pure, "FrameworkReference")));
        }
    }

    [Fact]
    public void The_program_on_the_PC_knows_no_server_and_no_database()
    {
        foreach (var desk in (string[])["Warifu.Desk", "Warifu.Desk.App"])
            Assert.Empty(ReferencesOf(desk).Intersect([.. Servers, "Warifu.Postgres"]));
    }

    [Fact]
    public void Pure_projects_do_no_input_or_output()
    {
        string[] doors = ["System.Net.Sockets", "System.Net.Http", "System.Data.Common", "System.IO.Pipes", "System.Diagnostics.Process"];
        foreach (var pure in Pure)
            Assert.Empty(Assembly.Load(pure).GetReferencedAssemblies().Select(name => name.Name!).Intersect(doors));
    }

    [Fact]
    public void No_file_is_longer_than_five_hundred_lines()
    {
        var longer = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Count() > 500)
            .Select(file => Path.GetRelativePath(Repository.Root, file));
        Assert.Empty(longer);
    }

    private static IEnumerable<string> ReferencesOf(string project) =>
        Elements(project, "ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference));

    private static IEnumerable<string> Elements(string project, string name) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants(name).Select(element => element.Attribute("Include")!.Value);
}
