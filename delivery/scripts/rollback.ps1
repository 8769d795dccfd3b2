# 换回上一个版本(Windows)。先关闭窗口。未在 Windows 上试过。
#   powershell -ExecutionPolicy Bypass -File rollback.ps1 [-To 目录]
# 数据已经由新版本升级过的,旧版本不会去读;把升级以前的备份恢复到一个新的目录:tiaoli office restore 备份.zip --data 新目录
param([string]$To = "$env:ProgramFiles\tiaoli")
$ErrorActionPreference = "Stop"
$place = Join-Path $To "previous.txt"
if (-not (Test-Path $place)) { throw "没有留着的上一个版本。" }
$previous = (Get-Content -LiteralPath $place -Encoding UTF8).Trim()
if (-not (Test-Path (Join-Path $previous "Scripts\tiaoli.exe"))) { throw "没有留着的上一个版本。" }
$current = Join-Path $To "current.txt"
$now = (Get-Content -LiteralPath $current -Encoding UTF8).Trim()
Set-Content -LiteralPath $current -Value $previous -Encoding UTF8
Set-Content -LiteralPath $place -Value $now -Encoding UTF8
Write-Output "现在使用:$previous"
