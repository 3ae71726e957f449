using HotPath.Engine.Pipeline;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Requests;

/// <summary>A request that ends before the engine has it.</summary>
/// <param name="Status">What its sender is told.</param>
/// <param name="Reason">What it is counted under: one of <see cref="RefuseReason"/>; null if no intake is concerned.</param>
/// <param name="HttpStatus">Over gRPC: the HTTP status; other than 200 for what is no gRPC request at all.</param>
internal readonly record struct Refusal(RpcStatus Status, string? Reason, int HttpStatus = StatusCodes.Status200OK);
