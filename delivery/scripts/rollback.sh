#!/bin/sh
# 换回上一个版本:sh rollback.sh [--to /opt/tiaoli]。先关闭窗口。
# 数据已经由新版本升级过的,旧版本不会去读;把升级以前的备份恢复到一个新的目录:
#   /opt/tiaoli/current/bin/tiaoli office restore 备份.zip --data 新目录
set -eu
to=/opt/tiaoli
if [ "${1:-}" = --to ]; then to=$2; fi
previous=$(readlink "$to/previous" 2> /dev/null || true)
if [ -z "$previous" ] || [ ! -x "$to/$previous/bin/tiaoli" ]; then
    echo "没有留着的上一个版本。" >&2
    exit 1
fi
now=$(readlink "$to/current")
ln -s "$previous" "$to/current.new" && mv -T "$to/current.new" "$to/current"
ln -s "$now" "$to/previous.new" && mv -T "$to/previous.new" "$to/previous"
echo "现在使用:$to/$previous"
