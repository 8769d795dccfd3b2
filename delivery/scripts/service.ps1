# 开机时打开窗口(Windows 计划任务,用 LOCAL SERVICE 帐户)。以管理员身份运行。未在 Windows 上试过。
#   powershell -ExecutionPolicy Bypass -File service.ps1 [-To 目录] [-Data 数据目录] [-Port 8000]
# 换用另一个版本以后再运行一次。窗口只在本机打开;要让别的电脑使用,在前面放一个有证书的反向代理。
# 用 PostgreSQL 的,在数据目录的 settings.toml 里写 "数据库" = "postgresql://…",这个目录只给 LOCAL SERVICE 和管理员。
param(
    [string]$To = "$env:ProgramFiles\tiaoli",
    [string]$Data = "$env:ProgramData\tiaoli",
    [int]$Port = 8000
)
$ErrorActionPreference = "Stop"
$version = (Get-Content -LiteralPath (Join-Path $To "current.txt") -Encoding UTF8).Trim()
New-Item -ItemType Directory -Force -Path $Data | Out-Null
icacls $Data /inheritance:r /grant "*S-1-5-19:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F" | Out-Null
$action = New-ScheduledTaskAction -Execute (Join-Path $version "Scripts\tiaoli.exe") -Argument "serve --team --host 127.0.0.1 --port $Port --data `"$Data`""
$trigger = New-ScheduledTaskTrigger -AtStartup
$principal = New-ScheduledTaskPrincipal -UserId "S-1-5-19" -LogonType ServiceAccount
$settings = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 3 -RestartInterval (New-TimeSpan -Minutes 1)
Register-ScheduledTask -TaskName "tiaoli" -Action $action -Trigger $trigger -Principal $principal -Settings $settings -Force | Out-Null
Start-ScheduledTask -TaskName "tiaoli"
Write-Output "已登记并打开:http://127.0.0.1:$Port/"
