using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Enrolment;

/// <summary>Asks the Authority over the registration wire. The same request key is answered with the same certificate.</summary>
internal sealed partial class RegistrationAuthority(Banks banks, ILogger<RegistrationAuthority> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<Outcome<IssuedCertificate>> IssueAsync(string bank, EnrolmentIntent intent, CancellationToken cancel)
    {
        var (path, request) = intent.ToMessage();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await banks.Of(bank).Registration.PostAsync(
                new Uri(path, UriKind.Relative), JsonContent.Create(request, request.GetType(), options: WireJson.Options), patience.Token);
            if ((int)answer.StatusCode is >= 400 and < 500)
            {
                var problem = await answer.Content.ReadFromJsonAsync<Problem>(WireJson.Options, patience.Token);
                Refused(log, bank, problem!.Code);
                return EnrolmentRefusals.AuthorityRefused with { Detail = new($"（{problem.Code}）", $"({problem.Code})") };
            }
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadFromJsonAsync<IssuedCertificate>(WireJson.Options, patience.Token))!;
        }
        catch (Exception lost) when (lost is HttpRequestException or JsonException or NotSupportedException
            || (lost is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            Unreachable(log, bank, lost);
            return EnrolmentRefusals.AuthorityUnreachable;
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "The Authority refused a certificate of bank {Bank}: {Code}.")]
    private static partial void Refused(ILogger log, string bank, string code);

    [LoggerMessage(2202, LogLevel.Warning, "The Authority gave bank {Bank} no answer that can be read.")]
    private static partial void Unreachable(ILogger log, string bank, Exception lost);
}
