using Warifu.Wire;

namespace Warifu.Desk.Recipes;

/// <summary>The recipes this program came with, and those the user put beside them; his own win.</summary>
public sealed class RecipeShelf(DeskFolder folder)
{
    /// <summary>Folder of the recipes that come with the program.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "Recipes");

    public Outcome<Recipe> For(BankCode bank)
    {
        foreach (var place in (string[])[Path.Combine(folder.Path, "recipes"), Shipped])
            if (Path.Combine(place, $"{bank}.yaml") is var file && File.Exists(file))
                return Recipe.Read(File.ReadAllText(file));
        return DeskRefusals.NoRecipe;
    }
}
