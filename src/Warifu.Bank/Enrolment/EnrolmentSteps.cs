namespace Warifu.Bank.Enrolment;

/// <summary>What has been done of an enrolment; between any two of these the process may die.</summary>
internal enum EnrolmentStep
{
    Authenticated,
    Intended,
    Issued,
    Entered,
}

/// <summary>Told of each step, so that tests can end the procedure between any two.</summary>
internal sealed class EnrolmentSteps
{
    public Action<EnrolmentStep> Reached { get; set; } = _ => { };
}
