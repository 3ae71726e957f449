using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Admin;

/// <summary>What an <see cref="AdminHost"/> answers. Thread-safe.</summary>
public interface IAdminPage
{
    /// <summary>Answers one request, whatever its method.</summary>
    Task AnswerAsync(HttpContext request);
}
