#!/bin/sh
# 条理离线安装(Linux x64,Python 3.11 或 3.12)。不连接网络。
#   sh install.sh [--to /opt/tiaoli] [--data 数据目录] [--python 程序]
# 每个版本装在自己的目录里,装好、试过以后才换用;原来的版本留着,rollback.sh 换回去。
# 写了 --data 而且已经装有旧版本的,先用旧版本备份,再由新版本升级数据。升级以前先关闭窗口(systemctl stop tiaoli)。
set -eu
to=/opt/tiaoli
data=
python=
while [ $# -gt 0 ]; do
    case $1 in
        --to) to=$2; shift 2 ;;
        --data) data=$2; shift 2 ;;
        --python) python=$2; shift 2 ;;
        *) echo "不认识的参数:$1" >&2; exit 2 ;;
    esac
done
here=$(cd "$(dirname "$0")" && pwd)
cd "$here"

sha256sum --quiet --check SHA256SUMS || { echo "安装包不完整或者被改动过,没有安装。" >&2; exit 1; }

for candidate in $python python3.12 python3.11 python3; do
    version=$("$candidate" -c 'import sys; print("cp%d%d" % sys.version_info[:2])' 2> /dev/null) || continue
    if [ -e "requirements-$version.txt" ]; then python=$candidate; break; fi
    version=
done
if [ -z "${version:-}" ]; then
    echo "没有找到这个安装包支持的 Python($(ls requirements-*.txt | sed 's/requirements-cp3/3./;s/.txt//' | tr '\n' ' ')),没有安装。" >&2
    exit 1
fi

own=$(sed -n 's/^tiaoli==\([^ ]*\).*/\1/p' "requirements-$version.txt")
target=$to/versions/$own-$version
if [ -e "$target" ]; then
    # 上一次装到一半的不留;正在用着的不动。
    if [ "$(readlink "$to/current" 2> /dev/null || true)" = "versions/$own-$version" ]; then
        echo "这个版本已经装好:$target"
        exit 0
    fi
    rm -rf "$target"
fi
mkdir -p "$to/versions"
"$python" -m venv --without-pip "$target"
"$target/bin/python" "$(echo wheels/pip-*.whl)/pip" install --quiet --no-index --disable-pip-version-check --no-cache-dir \
    --find-links wheels --require-hashes --requirement "requirements-$version.txt"
TIAOLI_CACHE="$target/cache" "$target/bin/tiaoli" demo > /dev/null
echo "已装好并试过:$target"

previous=$(readlink "$to/current" 2> /dev/null || true)
if [ ! -e "$data/tiaoli.sqlite3" ] && [ ! -e "$data/settings.toml" ]; then data=; fi # 那里还没有窗口的数据
if [ -n "$previous" ] && [ -n "$data" ]; then
    backup=$data.升级以前-$(date +%Y%m%d-%H%M%S).zip
    if "$to/$previous/bin/tiaoli" office backup -o "$backup" --data "$data"; then
        echo "已用原来的版本备份。"
    else
        echo "原来的版本没有做成备份,没有换用新版本。" >&2
        exit 1
    fi
fi
if [ -n "$data" ]; then
    "$target/bin/tiaoli" office upgrade --data "$data" || { echo "数据没有升级,没有换用新版本。" >&2; exit 1; }
fi
if [ -n "$previous" ]; then
    ln -s "$previous" "$to/previous.new" && mv -T "$to/previous.new" "$to/previous"
fi
ln -s "versions/$own-$version" "$to/current.new" && mv -T "$to/current.new" "$to/current"
echo "现在使用 $own:$to/current/bin/tiaoli"
[ -z "$previous" ] || echo "要退回原来的版本:sh rollback.sh --to $to;数据已经升级的,再用备份恢复到一个新的目录。"
