# 条理离线安装(Windows x64,Python 3.11 或 3.12)。不连接网络。未在 Windows 上试过。
#   powershell -ExecutionPolicy Bypass -File install.ps1 [-To 目录] [-Data 数据目录] [-Python 程序]
# 每个版本装在自己的目录里,装好、试过以后才换用;原来的版本留着,rollback.ps1 换回去。
param(
    [string]$To = "$env:ProgramFiles\tiaoli",
    [string]$Data = "",
    [string]$Python = "py"
)
$ErrorActionPreference = "Stop"
Set-Location -LiteralPath $PSScriptRoot

foreach ($line in Get-Content -LiteralPath SHA256SUMS -Encoding UTF8) {
    $digest, $name = $line -split "  ", 2
    if (-not (Test-Path -LiteralPath $name) -or (Get-FileHash -LiteralPath $name -Algorithm SHA256).Hash -ne $digest) {
        throw "安装包不完整或者被改动过,没有安装:$name"
    }
}

$version = & $Python -c "import sys; print('cp%d%d' % sys.version_info[:2])"
if ($LASTEXITCODE -ne 0 -or -not (Test-Path "requirements-$version.txt")) {
    throw "这个安装包不支持这个 Python,没有安装。用 -Python 指出 Python 3.11 或 3.12 的 python.exe。"
}
$own = (Select-String -LiteralPath "requirements-$version.txt" -Pattern "^tiaoli==(\S+)").Matches[0].Groups[1].Value
$target = Join-Path $To "versions\$own-$version"
$current = Join-Path $To "current.txt"
$previous = if (Test-Path $current) { (Get-Content -LiteralPath $current -Encoding UTF8).Trim() } else { "" }
if ($previous -eq $target) { Write-Output "这个版本已经装好:$target"; exit 0 }
if (Test-Path $target) { Remove-Item -Recurse -Force -LiteralPath $target }
New-Item -ItemType Directory -Force -Path (Join-Path $To "versions") | Out-Null

& $Python -m venv --without-pip $target
if ($LASTEXITCODE -ne 0) { throw "没有做成运行目录。" }
$exe = Join-Path $target "Scripts\python.exe"
$pip = (Get-ChildItem wheels\pip-*.whl | Select-Object -First 1).FullName
& $exe "$pip\pip" install --quiet --no-index --disable-pip-version-check --no-cache-dir --find-links wheels --require-hashes --requirement "requirements-$version.txt"
if ($LASTEXITCODE -ne 0) { throw "没有装成。" }
& (Join-Path $target "Scripts\tiaoli.exe") demo | Out-Null
if ($LASTEXITCODE -ne 0) { throw "装好以后试运行没有通过,没有换用。" }

if ($Data -and ((Test-Path "$Data\tiaoli.sqlite3") -or (Test-Path "$Data\settings.toml"))) {
    if ($previous) {
        $backup = "$Data.升级以前-$(Get-Date -Format yyyyMMdd-HHmmss).zip"
        & (Join-Path $previous "Scripts\tiaoli.exe") office backup -o $backup --data $Data
        if ($LASTEXITCODE -ne 0) { throw "原来的版本没有做成备份,没有换用新版本。" }
    }
    & (Join-Path $target "Scripts\tiaoli.exe") office upgrade --data $Data
    if ($LASTEXITCODE -ne 0) { throw "数据没有升级,没有换用新版本。" }
}
if ($previous) { Set-Content -LiteralPath (Join-Path $To "previous.txt") -Value $previous -Encoding UTF8 }
Set-Content -LiteralPath $current -Value $target -Encoding UTF8
Write-Output "现在使用 ${own}:$target\Scripts\tiaoli.exe"
if ($previous) { Write-Output "要退回原来的版本:rollback.ps1 -To `"$To`";数据已经升级的,再用备份恢复到一个新的目录。" }
