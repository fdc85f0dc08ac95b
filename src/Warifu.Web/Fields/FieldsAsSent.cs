using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Warifu.Web.Fields;

/// <summary>
/// A field left empty arrives empty: a property that is never null is not made null by a form, and what is missing is said by the
/// page's own rule in the reader's language, not by the framework in English.
/// </summary>
internal sealed class FieldsAsSent : IDisplayMetadataProvider
{
    public static void Ask(MvcOptions mvc)
    {
        mvc.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        mvc.ModelMetadataDetailsProviders.Add(new FieldsAsSent());
    }

    public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
    {
        if (context.Key.PropertyInfo is { } property && property.PropertyType == typeof(string)
            && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.NotNull)
            context.DisplayMetadata.ConvertEmptyStringToNull = false;
    }
}
