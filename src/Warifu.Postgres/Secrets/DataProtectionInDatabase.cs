using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Warifu.Postgres.Secrets;

/// <summary>Keeps the framework's data protection keys in the party's database, wrapped by its server key.</summary>
public static class DataProtectionInDatabase
{
    public static IServiceCollection AddDataProtectionInDatabase(this IServiceCollection services, string party)
    {
        services.AddDataProtection().SetApplicationName($"warifu-{party}");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = new Repository(provider.GetRequiredService<Database>());
            options.XmlEncryptor = new Wrapping(provider);
        }));
        return services;
    }

    // The framework asks for keys synchronously.
    private sealed class Repository(Database database) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements()
        {
            using var command = database.Source.CreateCommand("select xml from data_protection_key order by made_at, name");
            using var reader = command.ExecuteReader();
            var elements = new List<XElement>();
            while (reader.Read())
                elements.Add(XElement.Parse(reader.GetString(0)));
            return elements;
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            using var command = database.Source.CreateCommand("insert into data_protection_key values ($1, $2, $3)");
            command.Parameters.Add(new NpgsqlParameter { Value = friendlyName });
            command.Parameters.Add(new NpgsqlParameter { Value = element.ToString(SaveOptions.DisableFormatting) });
            command.Parameters.Add(new NpgsqlParameter { Value = database.Time.GetUtcNow() });
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Wraps a key element; the framework makes the unwrapping side by its type, from the service provider.</summary>
    internal sealed class Wrapping(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
    {
        private const string Table = "data_protection_key";

        public EncryptedXmlInfo Encrypt(XElement plaintextElement)
        {
            var text = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
            var wrapped = Key.Seal(Table, "", "", text);
            return new(new XElement("wrapped", Convert.ToBase64String(wrapped)), typeof(Wrapping));
        }

        public XElement Decrypt(XElement encryptedElement) =>
            XElement.Parse(Encoding.UTF8.GetString(Key.Open(Table, "", "", Convert.FromBase64String(encryptedElement.Value))));

        private ServerKey Key => services.GetRequiredService<ServerKey>();
    }
}
