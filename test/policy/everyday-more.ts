/** More of what everyday.ts holds, by tool, in the forms that agents write. One a line; `¶` stands for a newline. */
export const MORE_EVERYDAY = String.raw`
cd src && ls -la
cd packages/core && cat package.json
cd packages/core && git status --short
cd /home/me/project && git log --oneline -10
cd /home/me/project && ls
cd src && grep -rn "useState" . | head -20
cd src/ui; ls; wc -l *.tsx
cd .. && pwd
ls -la src/ test/ 2>/dev/null
ls -la /home/me/project/src/components 2>&1 | head -50
ls -1 | wc -l
ls -R src | head -100
ls -lah dist/
ls -t | head -5
ls src/**/*.ts
ls *.json *.toml 2>/dev/null
ls -d */ | head
ls -ld node_modules
ls node_modules/.bin | grep -i tsc
ls ~/.config 2>/dev/null
ls -la ~ | head -40
cat package.json
cat package.json | head -50
cat src/index.ts | head -100
cat -n src/index.ts | sed -n '100,150p'
cat tsconfig.json vite.config.ts
cat README.md | tail -40
cat Makefile | grep -n "^[a-z]*:"
cat .github/workflows/ci.yml
cat docker-compose.yml Dockerfile
cat .gitignore .dockerignore 2>/dev/null
cat pyproject.toml requirements*.txt
cat go.mod; cat go.sum | wc -l
cat Cargo.toml
cat /etc/os-release | head -3
cat /proc/cpuinfo | grep "model name" | head -1
cat /proc/loadavg
cat /tmp/output.log | tail -100
cat src/a.ts src/b.ts | wc -l
head -50 src/app.ts
head -n 20 *.md
head -c 500 data.json
head -1 data.csv | tr ',' '\n' | nl
tail -50 app.log
tail -n +20 src/index.ts | head -30
tail -100 /var/log/syslog 2>/dev/null | grep -i error
tail -f /tmp/server.log | head -20
sed -n '1,80p' src/main.rs
sed -n '120,180p' src/daemon/session.ts
sed -n '/^export function foo/,/^}/p' src/foo.ts
sed -n '10p;20p' file.txt
sed -n '$p' file.txt
sed -n '/start/,/end/p' log.txt | head -50
sed 's/\x1b\[[0-9;]*m//g' out.log | tail -30
sed -e 's/foo/bar/' -e '/^$/d' file
sed '1d' data.csv | cut -d, -f2 | sort | uniq -c | sort -rn | head
sed -n -e '5,10p' -e '20,25p' file
sed -E 's/^([^:]+):.*/\1/' out.txt | sort -u
sed 's/,/\n/g' list.txt
awk '{print $2}' file.txt
awk -F: '{print $1}' /etc/passwd | head
awk 'NR>=10 && NR<=20' src/a.ts
awk '/BEGIN/,/END/' file
awk -F',' 'NR>1 {sum+=$3} END {print sum/NR}' data.csv
awk '{ count[$1]++ } END { for (k in count) print k, count[k] }' log.txt
awk 'length > 120' src/*.ts
awk '{print NR": "$0}' file | head
awk '!seen[$0]++' file
awk -v n=5 'NR==n' file
awk 'NR % 2 == 0 {print $1, $NF}' file
awk '{$1=""; print}' file
awk -F'\t' '{print $3}' f.tsv | sort | uniq -c
awk '/^func /{print FILENAME":"FNR": "$0}' *.go
awk '{printf "%-20s %s\n", $1, $2}' f
awk 'BEGIN{FS=","} {print $1}' f.csv
awk '/error/ {c++} END {print c+0}' app.log
grep -n "TODO" src/index.ts
grep -rn "TODO\|FIXME" src --include="*.ts"
grep -rn "createSession" src/ test/ | head -30
grep -rn "import.*react" --include=*.tsx src | wc -l
grep -rl "deprecated" . --include="*.py" | head
grep -rnE "(describe|it)\(" test | wc -l
grep -c "" src/*.ts
grep -i error app.log | tail -20
grep -v "^#" config.ini | grep -v "^$"
grep -A 10 "function main" src/main.js
grep -B 5 -A 5 "panic" log.txt
grep -o '"version": "[^"]*"' package.json
grep -oE '[0-9]+\.[0-9]+' versions.txt | sort -V | tail -1
grep -w "foo" file.txt
grep -Pzo '(?s)start.*?end' file
grep -h "^import" src/*.ts | sort | uniq -c | sort -rn | head -20
grep -L "use strict" src/*.js
grep -e foo -e bar file
grep -F 'a.b[c]' file
grep -rn "process.env" src --include='*.ts' --include='*.tsx' | grep -v node_modules
grep -rn --exclude-dir=node_modules --exclude-dir=.git "apiVersion" .
grep -rni "session token" docs
grep -q foo file && echo yes || echo no
grep -n 'class .*Error' -r src
grep -rn "from '@/" src | sed 's/.*from//' | sort | uniq -c
grep -s pattern file1 file2
grep --color=never -rn "foo" lib
grep -rn "parseConfig" . --include="*.go"
grep -n "^## " README.md
grep -rn "def test_" tests/ | wc -l
grep -E '^(dependencies|devDependencies)' -A 20 package.json
rg "useEffect" src
rg -n "createServer" --type ts
rg -l "TODO" | head
rg -c "import" src | sort -t: -k2 -rn | head
rg -i "error" -g '!node_modules' -g '*.log'
rg "foo" -A 3 -B 3 src/index.ts
rg --files | grep test
rg --files -g '*.md'
rg -t py "class \w+\(Base"
rg -uu "pattern" src
rg -F "a.b(" src
rg -o "v[0-9]+\.[0-9]+" CHANGELOG.md | head -1
rg --hidden "workflow" .github
rg -w "Session" --stats
rg "foo|bar" src -n --no-heading
rg -U "struct \{[^}]*\}" src
rg --json foo | head -5
rg -e foo -e bar
rg "TODO" --sort path
rg -N -I "export" src/index.ts
find . -name "*.test.ts" -not -path "*/node_modules/*"
find . -maxdepth 2 -type d
find src -type f | head -50
find . -type f -name "*.py" | xargs wc -l | tail -1
find . -name "*.go" -newer go.mod
find . -type f -size +1M
find . -name package.json -not -path '*/node_modules/*' | head
find . -iname '*readme*'
find . -type f \( -name '*.ts' -o -name '*.tsx' \) | wc -l
find . -path ./node_modules -prune -o -type f -print | head -100
find . -type f -mmin -60
find . -empty -type d
find src -name '*.ts' | xargs grep -ln "foo"
find src -name '*.ts' -print0 | xargs -0 grep -n "useMemo"
find . -type f -printf '%T@ %p\n' | sort -n | tail -5
find . -name '*.md' | sort
find /usr/include -name 'stdio.h' 2>/dev/null
find . -type l
find . -type f -name '*.json' | head -3 | xargs cat
find node_modules -maxdepth 1 -type d | wc -l
find . -name '*.rs' | xargs wc -l | sort -n | tail -10
find test -name '*.ts' | wc -l
find . -type f | sed 's/.*\.//' | sort | uniq -c | sort -rn | head
find . -type d -name __pycache__
find . -name "*.sql" | while read f; do echo "== $f"; head -3 "$f"; done
fd -e ts
fd -t f config
fd . src --max-depth 2
fd -H -e yml
fd test | head -20
fd -g '*.md' docs
tree -L 2
tree -L 3 -I 'node_modules|dist|.git'
tree -a -L 1
tree src --dirsfirst | head -60
tree -fi src
stat src/index.ts
stat -c '%s %n' *.ts
wc -l src/*.ts | sort -n
wc -l $(find src -name '*.ts')
wc -c dist/bundle.js
du -sh .
du -sh */ | sort -h
du -d 1 -h . | sort -rh | head
df -h /
file dist/app
md5sum file1 file2
sha256sum dist/*.tgz
diff a.txt b.txt
diff -u old.ts new.ts | head -50
diff <(git show HEAD:a.ts) a.ts
diff -rq dir1 dir2
cmp a b && echo same
comm -23 <(sort a) <(sort b)
comm -12 <(ls dir1 | sort) <(ls dir2 | sort)
join -t, a.csv b.csv
paste a.txt b.txt
paste -sd, list.txt
tr ',' '\n' < list.txt
tr -s ' ' < file | cut -d' ' -f2
echo "a,b,c" | tr ',' '\n'
cut -d' ' -f1,3 access.log | sort | uniq -c | sort -nr | head
sort -k2 -n data.txt | tail
sort -u words.txt | wc -l
sort -t: -k3 -n /etc/passwd
uniq -d sorted.txt
nl file | head
rev file | cut -c1-5
fold -w 80 file
column -t -s, data.csv | head
jq '.scripts' package.json
jq -r '.dependencies | keys[]' package.json
jq '.version' package.json
jq -c '.[] | {id, name}' data.json | head
jq -r '.[] | select(.status == "open") | .title' issues.json
jq length data.json
jq -r 'to_entries[] | "\(.key)=\(.value)"' config.json
jq '.. | .version? // empty' package-lock.json | head
jq --arg n foo '.[$n]' f.json
jq -s 'length' lines.jsonl
jq -e '.ok' f.json >/dev/null && echo ok
cat data.json | jq '.items | length'
cat f.jsonl | jq -r '.message' | sort | uniq -c
yq '.services' docker-compose.yml
yq -r '.jobs | keys' .github/workflows/ci.yml
yq '.version' Chart.yaml
git status
git status -s
git status --porcelain | head
git log -5 --stat
git log --oneline --graph --all | head -30
git log -3 --format='%h %an %ad %s' --date=short
git log --since='1 week ago' --oneline
git log -p -2 -- src/index.ts
git log --follow --oneline -- README.md
git log --all --grep='fix' --oneline
git log -1 --format=%cd
git log origin/main..HEAD --oneline
git log --name-only --oneline -5
git log --pretty=format:'%h%x09%an%x09%s' -10
git log --merges --oneline | head
git log --diff-filter=D --summary | grep delete
git log -n 1 --pretty=%B
git diff
git diff --stat
git diff --cached
git diff --staged --name-only
git diff HEAD~1
git diff main...HEAD
git diff main...HEAD --stat
git diff HEAD -- src/index.ts
git diff --name-status origin/main
git diff -w src/a.ts
git diff --word-diff HEAD~2 README.md
git diff abc123 def456 -- src
git diff --no-color | head -200
git diff HEAD~3..HEAD --shortstat
git diff --check
git diff --diff-filter=U --name-only
git diff origin/main...HEAD -- '*.ts' | head -500
git show
git show HEAD~2
git show abc123:src/index.ts
git show --name-only HEAD
git show --stat abc123
git show HEAD:src/a.ts | sed -n '10,40p'
git show -s --format=%B HEAD
git show origin/main:package.json | grep version
git blame src/index.ts
git blame -L 10,30 src/index.ts
git branch
git branch -a
git branch --show-current
git branch --list 'feature/*'
git branch -r | grep release
git branch --contains abc123
git branch --sort=-committerdate | head -5
git remote get-url origin
git tag
git tag -l 'v*' | tail -5
git tag --sort=-v:refname | head -1
git rev-parse --show-toplevel
git rev-parse --short HEAD
git ls-files
git ls-files | grep test
git ls-files '*.md' | head
git ls-files -o --exclude-standard
git ls-tree --name-only HEAD
git config user.email
git config --get remote.origin.url
git describe --tags
git shortlog -sn | head
git worktree list
git merge-base HEAD origin/main
git grep -n "TODO"
git grep -l foo -- '*.ts'
git cat-file -t HEAD
git check-ignore -v node_modules
git submodule status
git reflog | head
git --no-pager diff --stat
git --no-pager log --oneline -5
git -C ../other status
git for-each-ref --sort=-committerdate refs/heads --count=10
git count-objects -vH
git diff $(git merge-base main HEAD) --stat
npm ls
npm ls react --depth=0
npm ls --all 2>/dev/null | grep esbuild
npm view typescript version
npm --version
npm config get registry
npm explain lodash
pnpm ls --depth 0
pnpm why vite
node --version
node -v && npm -v
python3 --version
python --version 2>&1
pip list
pip3 freeze | grep -i django
uv --version
uv pip list
poetry --version
cargo tree --depth 1
cargo metadata --no-deps --format-version 1 | jq '.packages[].name'
rustup show
go list ./...
go env GOPATH GOROOT
go list -m all | head
go doc fmt.Println
java -version 2>&1
ruby --version
gem list
php --version
dotnet --version
dotnet --list-sdks
swift --version
gcc --version | head -1
make --version
cmake --version
which node python3 go cargo
command -v docker
type -a python
whereis node
docker ps
docker ps -a --format '{{.Names}}\t{{.Status}}'
docker images | head
docker logs app --tail 50
docker logs --since 10m app 2>&1 | grep ERROR
docker compose logs --tail=100 api
docker inspect app
docker version
docker info
docker network ls
docker volume ls
docker stats --no-stream
docker-compose ps
kubectl get pods
kubectl get pods -n kube-system -o wide
kubectl get svc,deploy
kubectl describe pod app-123
kubectl logs app-123 --tail=100
kubectl logs -f deploy/app -c web --since=10m
kubectl get deploy app -o yaml
kubectl get events -A --sort-by=.lastTimestamp | tail -20
kubectl config current-context
kubectl config get-contexts
kubectl top pods
kubectl rollout status deploy/app
kubectl api-resources | head
kubectl version --client
helm list -A
helm status app
terraform state list
gh pr view 123
gh pr view --json title,body,state
gh pr list --limit 20
gh pr diff 123
gh pr checks 123
gh pr status
gh issue list --state open
gh issue view 45 --comments
gh run list --limit 10
gh run view 123 --log-failed | tail -100
gh repo view
gh release list
gh auth status
gh api repos/o/r/pulls/1/comments
gh search issues "foo" --repo o/r
gh workflow list
ps aux | grep node
ps aux | head
ps -ef | grep -v grep | grep python
ps -p 1234 -o pid,ppid,cmd
ps aux --sort=-%mem | head
pgrep -af vite
lsof -i :3000
lsof -iTCP -sTCP:LISTEN -P -n
ss -tlnp | grep 3000
netstat -tlnp 2>/dev/null
free -m
uname -srm
date
date +%s
date '+%Y-%m-%d %H:%M:%S'
date -u +%FT%TZ
echo $HOME
echo $PATH | tr ':' '\n'
echo "$PWD"
echo $SHELL
echo "---"; ls; echo "---"; pwd
printf '%s\n' "hello"
printf "%d files\n" 3
printf '=%.0s' {1..20}
printenv PATH
printenv HOME USER
lscpu | head -20
test -f package.json && echo exists
test -d node_modules || echo missing
[ -f .env.example ] && cat .env.example
[ -d src ] && ls src
[[ -f Makefile ]] && grep '^test' Makefile
if [ -f pnpm-lock.yaml ]; then echo pnpm; elif [ -f yarn.lock ]; then echo yarn; else echo npm; fi
for f in src/*.ts; do echo "=== $f ==="; head -20 "$f"; done
for f in a.ts b.ts c.ts; do wc -l "$f"; done
for f in $(git diff --name-only); do echo "$f"; done
for f in $(ls src/*.ts); do grep -c export "$f"; done
for d in packages/*/; do echo "$d"; cat "$d/package.json" | jq .version; done
for d in packages/*; do echo "$d: $(ls $d | wc -l)"; done
for i in 1 2 3; do echo "line $i"; done
for i in $(seq 1 5); do echo $i; done
for b in main develop; do git log -1 --format='%h %s' $b; done
for c in abc123 def456; do git show --stat $c | head -20; done
for t in node npm git; do command -v $t; done
for p in 3000 8080; do lsof -i :$p; done
for f in *.md; do echo "$f: $(wc -l < "$f")"; done
for f in src/a.ts src/b.ts; do echo "--- $f"; sed -n '1,20p' "$f"; done
for w in foo bar baz; do echo "$w: $(grep -rc $w src | wc -l)"; done
for n in 1 2 3; do sed -n "${'$'}{n}p" file; done
for k in version name; do jq -r ".$k" package.json; done
for x in foo bar; do grep -rn "$x" src; done
while read -r line; do echo "$line"; done < list.txt
git diff --name-only | while read f; do echo "$f: $(wc -l < "$f")"; done
cat list.txt | while read f; do ls -la "$f"; done
git ls-files '*.ts' | xargs wc -l | sort -n | tail
git ls-files | xargs -n1 dirname | sort | uniq -c
git diff --name-only | xargs ls -la
ls *.ts | xargs -I{} basename {} .ts
ls src | xargs -n1 echo
echo "a b c" | xargs -n1
basename "$PWD"
dirname /a/b/c
realpath src/../src
readlink -f node_modules/.bin/tsc
basename $(pwd)
cat "$(git rev-parse --show-toplevel)/package.json"
ls "$(dirname "$(which node)")"
echo "Node: $(node --version)"
echo "Branch: $(git branch --show-current), commit: $(git rev-parse --short HEAD)"
wc -l < src/index.ts
cat <<< "hello"
grep foo <<< "foo bar"
sort <<< $'b\na'
cat << 'EOF'¶hello¶EOF
time ls -R > /dev/null
timeout 30 git log --oneline | head
timeout 10 tail -f app.log
(cd src && ls)
(cd src && find . -name '*.ts' | wc -l)
{ ls; pwd; } | head
ls && echo ok || echo fail
ls nonexistent 2>/dev/null || true
cat file 2>/dev/null; echo "rc=$?"
grep -rn foo src | grep -v test | awk -F: '{print $1}' | sort -u
git log --format='%an' | sort | uniq -c | sort -rn
cat package.json | grep '"test"'
tar -tzf archive.tgz | head
tar tf a.tar
zcat log.gz | grep ERROR | head
gzip -dc log.gz | head
gunzip -c log.gz | tail
xxd file | head
hexdump -C file | head -5
od -c file | head
strings binary | grep version
nm lib.a | head
objdump -d a.out | head -40
readelf -h a.out
base64 -d <<< aGVsbG8=
echo aGVsbG8= | base64 -d
openssl version
systemctl status nginx
systemctl --user list-units
systemctl is-active docker
journalctl -u nginx -n 50 --no-pager
journalctl --user -u roost --since today --no-pager | tail -50
dpkg -l | grep nginx
apt list --installed 2>/dev/null | wc -l
apt-cache policy nodejs
sw_vers
sysctl -n hw.ncpu
tmux capture-pane -p -t 0
crontab -l
ip route
ifconfig
curl --version
sleep 1; cat out.log
sleep 5 && tail -20 /tmp/build.log
pwd; ls -la; git status
echo "== files =="; ls; echo "== git =="; git status -s; echo "== log =="; git log --oneline -3
ls -la && cat package.json && git log --oneline -3
cat src/a.ts; echo; echo ----; cat src/b.ts
git status && git diff
git log --oneline -5 && git status -sb && git stash list
cat ~/.claude/settings.json
ls -la ~/.claude
ls .claude
cat CLAUDE.md AGENTS.md 2>/dev/null
cat .nvmrc .node-version .tool-versions 2>/dev/null
cat .editorconfig .prettierrc*
cat .eslintrc.json | jq '.rules'
cat .vscode/settings.json
cat node_modules/react/package.json | jq -r .version
cat node_modules/.package-lock.json | head -20
grep version node_modules/typescript/package.json
grep -A5 '"exports"' node_modules/ink/package.json
ls node_modules/@types
ls -la node_modules | wc -l
sed -n '1,50p' node_modules/ink/build/index.d.ts
tsc --version
eslint --version
jest --version
vitest --version
expr 1 + 2
echo $((1 + 2))
echo $((5 * 60))
bc <<< "1+2"
echo "2*3" | bc
test 1 -eq 1 && echo y
[ "$(git branch --show-current)" = main ] && echo main
[ -n "$CI" ] && echo ci
[ $(ls | wc -l) -gt 5 ] && echo many
[[ $(uname) == Darwin ]] && echo mac
set -e; ls; pwd
set -o pipefail; cat a | grep b
true
:
git status --ignored
git status --untracked-files=all
git status -uno
git status --short --branch --ahead-behind
git log --stat -3
git log --graph --decorate --oneline -15
git log --oneline --no-merges -20
git log --reverse --oneline | head -5
git log --author='Ana' --oneline --since=2024-01-01 --until=2024-02-01
git log -p -S'foo' -- src
git log --pretty=oneline --abbrev-commit
git log --pretty=fuller -2
git log --numstat --oneline -5
git log --shortstat --oneline
git log --oneline HEAD~10..HEAD
git log --oneline v1.0..v1.1
git log --oneline -- . ':!docs'
git log --format=fuller -1 HEAD
git log --format='%H' -n 1 -- package.json
git log --date=relative --format='%ad %s' -5
git log --all --decorate --oneline --simplify-by-decoration | head
git log --first-parent --oneline main
git log --cherry-pick --right-only main...dev
git log --walk-reflogs --oneline
git log -g --oneline -10
git log --tags --simplify-by-decoration --pretty='format:%ai %d'
git log --oneline --decorate=short
git log --name-status --find-renames -5
git log -i --grep=bug --oneline
git log --no-patch -1
git log -10 --pretty='%C(yellow)%h%Creset %s'
git log --left-right --oneline main...HEAD
git log --ancestry-path abc..HEAD
git log --source --all --oneline | head
git diff --numstat
git diff --summary HEAD~1
git diff --color=always | head
git diff --color-words
git diff --minimal
git diff --patience HEAD
git diff --ignore-all-space
git diff --ignore-blank-lines --stat
git diff -M --name-status
git diff -M90% HEAD~1 --stat
git diff --find-copies HEAD~1
git diff -U10 src/a.ts
git diff --unified=5
git diff --cached src/
git diff --merge-base main
git diff @{u}
git diff HEAD^ HEAD
git diff stash@{0}
git diff --exit-code
git diff --quiet || echo changed
git diff --dirstat
git diff --name-only --diff-filter=ACMR main
git diff --relative
git diff --submodule
git diff -R
git diff -p --stat
git diff --function-context
git diff HEAD:a.ts b.ts
git diff main feature -- package.json
git diff 1234567 -- src/a.ts src/b.ts
git diff -z --name-only
git diff --raw
git diff --output-indicator-new=+
git show HEAD --stat --format=
git show --format=%ci HEAD
git show --pretty=short HEAD
git show HEAD^2
git show v1.0.0
git show HEAD@{1}
git show -p HEAD -- src/a.ts
git show --oneline -s HEAD
git show HEAD~3:README.md
git show :src/index.ts
git show stash@{0}
git show --name-status HEAD~1
git show -U0 HEAD
git show --raw HEAD
git blame -w src/a.ts
git blame -e src/a.ts
git blame --date=short src/a.ts
git blame -L '/^function foo/,+20' src/a.ts
git blame HEAD~5 -- src/a.ts
git blame -C -C src/a.ts
git blame --porcelain -L 1,5 a.ts
git branch -v
git branch -r
git branch --list
git branch --all --verbose
git branch --no-merged main
git branch --format='%(refname:short)'
git branch --points-at HEAD
git branch -a | grep feature
git branch --merged | wc -l
git tag -n
git tag -n3
git tag --list
git tag --contains HEAD
git tag --points-at HEAD
git tag --merged main
git remote
git remote --verbose
git stash show
git stash show --stat
git stash list --oneline
git rev-parse --short=7 HEAD
git rev-parse --is-inside-work-tree
git rev-parse --git-dir
git rev-parse --symbolic-full-name @{u}
git rev-parse --abbrev-ref --symbolic-full-name @{u}
git rev-parse --verify main
git rev-parse main origin/main
git rev-list --left-right --count main...HEAD
git rev-list --max-count=5 HEAD
git rev-list --all --count
git rev-list -n 1 HEAD -- src
git ls-files -m
git ls-files --deleted
git ls-files --stage
git ls-files -z | wc -c
git ls-files --others
git ls-files src/ test/
git ls-files --error-unmatch a.ts
git ls-tree HEAD src/
git ls-tree -r HEAD --name-only | grep ts
git ls-tree -l HEAD
git describe
git describe --always
git describe --all --long
git shortlog -s -n --all
git shortlog -sne HEAD~100..HEAD
git reflog show main
git reflog -n 20
git reflog --date=iso
git worktree list -v
git merge-base --is-ancestor abc def
git merge-base main dev
git grep foo HEAD -- src
git grep -i "error" -- '*.go'
git grep -c TODO
git grep -E "foo|bar" src
git grep --count useState
git grep -n -A3 "class Foo"
git grep -w Session
git grep -e foo --and -e bar
git cat-file -s HEAD
git cat-file -e HEAD
git cat-file commit HEAD
git check-attr -a README.md
git config --get core.autocrlf
git config --get-all remote.origin.fetch
git config core.editor
git notes list
git show-ref --heads
git show-ref --tags | tail
git symbolic-ref HEAD
git symbolic-ref --short HEAD
git name-rev HEAD
git cherry main
git diff-tree --no-commit-id --name-only -r HEAD
git show-branch
git var GIT_AUTHOR_IDENT
git version
git whatchanged -1
git bisect log
git archive --list
git count-objects
git verify-pack -v .git/objects/pack/*.idx | head
git range-diff main~3..main dev~3..dev
git submodule
git submodule status --recursive
git apply --check x.patch
git apply --stat x.patch
ls --color=never -la
ls -lhS | head
ls -li
ls -ltr /tmp | tail -5
ls -a .github
ls -A1
ls -lR src | grep ts$
ls -l --time-style=full-iso a
ls -ldh dist
ls -Fa
ls -la /var/log | tail
ls {src,test}
ls src/{ui,daemon}
ls -la package*.json
cat -A file | head
cat -b file
cat a b c
head -c 1K file
head --lines=10 file
head -q -n 3 *.ts
tail -c 200 file
tail --lines=5 file
tail -n1 file
tail -F log.txt
stat -f %z file
stat --printf='%s\n' a
stat -L link
stat *.ts
wc -lwc file
wc -L file
wc --lines file
du -h --max-depth=1
du -sh .git
du -ah src | sort -rh | head
du -sk *
du --apparent-size -sh dist
df -hT
df -i
df --output=source,size
tree -L 1 -d
tree --du -h dist
tree -P '*.ts' src
tree -J -L 1
tree -sh
file -b a.out
file --mime-type a
readlink link
realpath a b
basename a.ts .ts
basename -a x/a y/b
basename -s .ts src/*.ts
dirname src/a.ts
md5sum -c sums.md5
sha1sum a
shasum -a 256 a
cksum a
b2sum a
diff -r src dist -q
diff --color=always a b
diff -y a b
diff -w a b
diff --side-by-side --suppress-common-lines a b
diff -qr a b
diff a b | head
diff -U3 a b
diff --brief a b
od -A x -t x1z f | head
od -N 16 f
xxd -l 64 f
xxd -s 16 -l 16 f
hexdump -n 64 f
hexdump -C f | head
nl -ba f
fold -s -w 80 f
fmt f
expand f
cut -c1-10 f
cut -d, -f1-3 f
cut -f2 f
cut --delimiter=: --fields=1 /etc/passwd
paste -d, a b
join -1 2 -2 1 a b
comm a b
sort -n -r f
sort -k2,2n -k1,1 f
sort --numeric-sort f
sort -R f | head
sort -V f
sort --key=2 f
sort -c f
sort -f f
sort --parallel=4 f
uniq -u f
uniq -i f
uniq --count f
tr a-z A-Z < f
tr -d '\n' < f
tr -cd '[:print:]' < f
rev f
seq 5
seq 1 2 10
seq -w 1 10
seq -s, 1 5
shuf -n 5 f
shuf -i 1-100 -n 1
column -s, -t f
iconv -f latin1 -t utf8 f
base64 f
base64 -w 0 f
base64 --decode f
numfmt --to=iec 1024
factor 12
expr 3 \* 4
printf '%05d\n' 42
printf '%s %s\n' a b
printf "a\tb\n"
echo -n foo
echo -e 'a\tb'
echo "$((2**10))"
test -e a; echo $?
test -s a && wc -c a
[ -x script.sh ] && echo exec
[ -L link ] && readlink link
[ a = b ] || echo ne
[[ abc == a* ]] && echo y
[[ $HOME =~ ^/home ]] && echo linux
sed -n 's/foo/bar/p' f
sed '/^\s*$/d' f
sed -n '1~2p' f
sed '$d' f
sed 's/^/  /' f
sed -n '/foo/{p;q}' f
sed -n '/foo/=' f
sed 's/\(.*\)=\(.*\)/\2=\1/' f
sed -E 's#https?://##' f
sed -n '5,+3p' f
sed '5q' f
sed = f | head
sed -n l f
sed 'N;s/\n/ /' f
sed '/a/,/b/d' f
sed 's/a/b/2' f
sed -e '1,3d' -e 's/x/y/g' f
sed 's/a/b/;s/c/d/' f
sed ':a;N;$!ba;s/\n/,/g' f
sed '1!G;h;$!d' f
sed -n '$=' f
sed 'y/abc/xyz/' f
awk 'END{print NR}' f
awk '{print $NF}' f
awk '{s+=$1} END{print s}' f
awk 'NF' f
awk '{print toupper($0)}' f
awk '{gsub(/a/,"b"); print}' f
awk 'BEGIN{OFS=","} {print $1,$2}' f
awk '$3 > 100' f
awk '$1 ~ /^a/ {print $2}' f
awk -F'[:,]' '{print $2}' f
awk 'NR==1{next} {print}' f
awk '{a[NR]=$0} END{for(i=NR;i>0;i--)print a[i]}' f
awk '{print length($0)}' f | sort -n | tail -1
awk 'NR==FNR{a[$1];next} $1 in a' a b
awk '{ if ($1 > max) max=$1 } END { print max }' f
awk '/start/{f=1} f; /end/{f=0}' f
awk '{printf "%s\n", substr($0, 1, 10)}' f
awk -F= '/^version/ {print $2}' f
awk '{split($0,a,":"); print a[1]}' f
awk '{$2=""; print $0}' f
awk 'BEGIN{printf "%.2f\n", 1/3}'
awk '{print ($1>5) ? "big" : "small"}' f
jq '.[0]' f
jq '.a.b.c' f
jq -r '.[] | [.a,.b] | @csv' f
jq -r '.[] | @tsv' f
jq 'map(.x)' f
jq 'group_by(.a) | map({a: .[0].a, n: length})' f
jq 'keys' f
jq 'type' f
jq -S . f
jq 'del(.x)' f
jq '.a // "none"' f
jq --tab . f
jq -C . f | head
jq '[.[] | select(.n > 3)] | length' f
jq 'sort_by(.x) | reverse | .[:5]' f
jq -r 'paths | join(".")' f
jq '.scripts | to_entries | map("\(.key): \(.value)") | .[]' -r package.json
jq '.compilerOptions.paths' tsconfig.json
jq -n --arg a b '{x: $a}'
jq -r .name,.version package.json
jq 'has("x")' f
jq '.dependencies["react"]' package.json
jq -R 'split(",")' f.csv
jq --slurp '.' f
jq -r '.env' f.json
jq '.key' f.json
jq -r '.token_count' f.json
yq '.a.b' f.yaml
yq -o=json f.yaml
yq e '.x' f.yaml
yq -P f.json
yq 'keys' f.yaml
npm ls -g --depth=0
npm ls --json
npm list --depth 1
npm view react versions --json
npm view react
npm info vite version
npm show eslint
npm outdated --json
npm audit
npm audit --json
npm config get prefix
npm root -g
npm prefix
npm pkg get scripts
npm pkg get version
npm explain react
npm why react
npm run-script
npm -v
pnpm --version
pnpm list
pnpm list -r --depth -1
pnpm outdated
pnpm root
bun --version
node -v
tsc -v
python -V
pip --version
pip list --outdated
pip list --format=json
pip show -f requests
pip check
pip freeze | head
uv tree
uv python list
pipx list
conda list
conda env list
pyenv version
pytest --version
ruff --version
mypy --version
black --version
cargo tree -i serde
cargo metadata --format-version=1
cargo --list
rustc -V
rustup toolchain list
rustup target list --installed
go env
go list -f '{{.Dir}}' ./...
go list -json .
go list -deps ./... | head
go doc net/http.Client
go mod graph | head
go mod why golang.org/x/net
go version -m bin/app
javac -version
kotlin -version
ruby -v
gem list rails
gem env
php -v
perl -v
lua -v
ghc --version
elixir --version
clang --version
g++ --version
ninja --version
make -v
docker ps -q
docker ps --filter name=web
docker images -a
docker image ls
docker image inspect alpine
docker container ls -a
docker logs -n 20 web
docker logs -t web
docker inspect -f '{{.State.Running}}' web
docker top web
docker port web
docker history alpine
docker diff web
docker network inspect bridge
docker volume inspect v
docker system df -v
docker context ls
docker compose ls
docker compose images
docker compose top
docker compose logs -f --tail 10
docker compose version
docker buildx ls
docker stats
docker info --format '{{.ServerVersion}}'
docker --version
podman images
podman logs x
kubectl get all
kubectl get all -n x
kubectl get ns
kubectl get pods -l app=web
kubectl get pods --all-namespaces
kubectl get pods -w
kubectl get pod x -o json
kubectl get pod x -o jsonpath='{.status.phase}'
kubectl get pods --field-selector=status.phase=Running
kubectl get pods --show-labels
kubectl get nodes
kubectl get ingress
kubectl get cm x -o yaml
kubectl get crd
kubectl describe deploy x
kubectl describe svc x -n y
kubectl logs x -c y
kubectl logs x --previous
kubectl logs -l app=x --tail=20
kubectl logs job/x
kubectl top nodes
kubectl explain pod.spec
kubectl cluster-info
kubectl config get-clusters
kubectl auth can-i create pods
kubectl rollout history deploy/x
kubectl --context dev get pods
kubectl version -o json
kubectl api-versions
helm ls
helm history x
helm version
helm repo list
helm search repo x
helm status x -n y
gh pr list --author @me
gh pr list --json number,title --jq '.[].title'
gh pr view
gh pr view 1 --comments
gh pr view 1 --json files -q '.files[].path'
gh pr diff
gh pr diff 1 --name-only
gh pr checks
gh issue list -L 50
gh issue view 1
gh issue list --search 'is:open label:bug'
gh issue status
gh run list --workflow ci.yml
gh run view 1
gh run view 1 --log
gh run view 1 --job 2
gh release view
gh release view v1.0
gh repo list
gh workflow view ci.yml
gh label list
gh api user
gh api repos/o/r
gh api repos/o/r/issues --paginate
gh api repos/o/r/actions/runs --jq '.workflow_runs[0].id'
gh api 'repos/o/r/pulls?state=closed&per_page=5'
gh search repos foo
gh search code foo --repo o/r
gh search prs --author me
gh status
gh --version
systemctl list-units --type=service
systemctl list-units --failed
systemctl is-enabled x
systemctl show x
systemctl show -p MainPID x
systemctl cat x
systemctl list-timers
systemctl list-unit-files | grep x
systemctl --failed
systemctl status --no-pager x
systemctl --user status
journalctl -xe
journalctl -f -u x
journalctl -u x -n 100
journalctl -u x --since '1 hour ago'
journalctl -k
journalctl --list-boots
journalctl --disk-usage
journalctl -p err -b
journalctl -o json -n 1
journalctl -u x -o cat
journalctl -n 20 --no-pager
journalctl -t sshd
loginctl
timedatectl
timedatectl status
hostnamectl
localectl
uname
uname -m
arch
hostname -I
hostname -f
who
w -h
last | head
users
groups
id -un
uptime -p
free
free -g
vmstat
vmstat 1 3
iostat
mpstat
nproc --all
lscpu
lsblk -f
lsusb
lspci
lsmod | head
dmesg | tail
dmesg -T | tail
ps
ps -e
ps -ef --forest
ps axo pid,comm
ps -o pid,rss,args -p 1
ps -eo pid,%cpu,%mem,comm --sort=-%cpu | head
ps -u root
ps aux | awk '{print $2}'
ps -C node
ps faux
pgrep node
pgrep -l node
pidof node
pstree -p
top -b -n 1 | head -20
lsof -p 1
lsof +D .
lsof -nP -iTCP:3000
lsof -t -i:8080
ss -s
ss -ltn
ss -tulpn
netstat -an | grep LISTEN
netstat -rn
ip a show eth0
ip -4 addr
ip link
ip r
ip neigh
ifconfig eth0
route -n
arp -a
getent passwd root
getconf ARG_MAX
getconf _NPROCESSORS_ONLN
locale -a
tty
stty size
stty -a
tput lines
ulimit -a
ulimit -n
umask
date -d 'yesterday' +%F
date -r file
date -Iseconds
date --iso-8601
date +%A
date --date='2 days ago' +%Y
cal
cal 2024
sleep 2
sleep 0.1; ls
which -a node
which git gh jq
type -p node
command -v node npm
whereis python
dpkg -s nginx
dpkg -L bash | head
dpkg -S /bin/ls
dpkg --get-selections | head
apt show bash
apt list --upgradable
apt-cache search foo
apt-cache show foo
rpm -qa
rpm -qi bash
rpm -ql bash
brew list --versions
brew --prefix
pacman -Q
snap list
flatpak list
tar -tvf a.tar
tar tzf a.tgz | wc -l
tar -tjf a.tbz
tar --list --file=a.tar
tar -xOf a.tar file
unzip -l a.zip | tail -1
unzip -p a.zip README.md
unzip -t a.zip
zipinfo -1 a.zip
gzip -l a.gz
gzip -t a.gz
zcat a.gz
zgrep foo a.gz
bzcat a.bz2 | head
xz -dc a.xz | head
zstd -dc a.zst | head
7z l a.7z
ar t lib.a
nm -g lib.so
objdump -t a.o
readelf -d a.so
readelf -S a.so
size a.o
strings -n 8 a.out | head
shellcheck x.sh
tmux list-windows
tmux list-panes -a
tmux capture-pane -p -S -100
tmux display-message -p '#S'
tmux show-options -g
terraform providers
terraform workspace list
terraform --version
cd src && for f in *.ts; do echo "$f"; wc -l < "$f"; done
cd a && ls && cd ../b && ls
cd "$(git rev-parse --show-toplevel)" && git status
cd "$(dirname a/b)" && pwd
pushd src >/dev/null && ls && popd >/dev/null
ls src; ls test; ls docs
ls || true
(ls; pwd) 2>&1 | tee /dev/null
echo start; sleep 1; echo end
if git diff --quiet; then echo clean; else echo dirty; fi
if grep -q foo a; then echo yes; fi
if [ -d .git ]; then git status; fi
case "$(uname)" in Linux) echo linux;; Darwin) echo mac;; esac
while IFS= read -r line; do echo "> $line"; done < a.txt
while IFS=, read -r a b; do echo "$a"; done < f.csv
git log --format=%H -5 | while read h; do git show --stat "$h" | tail -1; done
find . -name '*.ts' -print0 | while IFS= read -r -d '' f; do wc -l "$f"; done
find src -name '*.ts' | while read f; do grep -l foo "$f"; done
for i in {1..5}; do echo $i; done
for f in *; do [ -d "$f" ] && echo "$f"; done
for f in src/*.ts; do grep -q foo "$f" && echo "$f"; done
for f in a b; do diff "$f" "$f.orig"; done
for dir in src test; do echo "$dir"; find "$dir" -name '*.ts' | wc -l; done
for f in $(find src -name '*.ts'); do wc -l $f; done
for pid in $(pgrep node); do ps -p $pid -o args; done
for f in src/{a,b,c}.ts; do head -1 $f; done
for f in "a b.txt" c.txt; do cat "$f"; done
for n in $(seq 10 12); do sed -n "${'$'}{n}p" a.txt; done
grep -rn foo src | cut -d: -f1 | sort | uniq -c | sort -rn | head -10
grep -rl foo src | xargs wc -l
grep -rln foo src | while read f; do echo "$f"; done
rg -l foo src | xargs -I{} echo {}
find . -name '*.ts' | xargs -n 10 grep -l foo
find . -name '*.log' | xargs tail -n 5
find . -maxdepth 1 -type f | sort | head
git diff HEAD~1 | grep '^[+-]' | grep -v '^+++' | wc -l
git ls-files | grep -E '\.(ts|tsx)$' | xargs cat | wc -l
cat a.json | jq . | head
cat log | grep ERR | awk '{print $5}' | sort | uniq -c
echo "$(cat VERSION)"
echo "Total: $(find . -name '*.ts' | wc -l)"
echo "lines: $(cat src/*.ts | wc -l)"
echo '{"a":1}' | jq .a
echo "a b" | awk '{print $2}'
echo abc | sed 's/b/x/'
echo "foo" | grep -q foo && echo match
printf '%s\n' a b c | sort -r
cat <<'EOF' | jq .¶{"a":1}¶EOF
cat <<EOF¶hello $USER¶EOF
diff <(ls a) <(ls b)
diff <(git show main:a.ts) <(git show dev:a.ts)
comm -13 <(sort a) <(sort b) | head
wc -l <(ls)
head -5 <(git log --oneline)
[ "$(wc -l < a)" -gt 10 ] && echo big
test "$(git status --porcelain)" = "" && echo clean
LC_ALL=C sort f | head
TZ=UTC date
NO_COLOR=1 git status
GIT_PAGER=cat git diff
PAGER=cat git log -1
COLUMNS=200 ps aux
LANG=C ls
time git status
timeout 60s git log --oneline | wc -l
nice du -sh .
command ls
\ls
/bin/ls
/usr/bin/git status
ls -la # comment
ls \¶  -la
git log \¶  --oneline \¶  -5
true && ls
false || ls
! grep -q foo a && echo none
ls &>/dev/null && echo ok
ls > /dev/null 2>&1; echo $?
ls 2>&1 >/dev/null
grep foo a 2>/dev/null | head -1 || echo none
cat missing 2>/dev/null || echo "missing"
cat a | tee /dev/stderr | wc -l
cat .eslintrc.cjs .prettierrc
cat src/auth/token.ts
cat src/secrets/manager.py
grep -rn "password" src
grep -rn "API_KEY" src --include=*.ts
grep -n "SECRET" config/settings.py
rg "token" src/auth
cat docs/credentials.md
cat test/fixtures/key.ts
ls -la ~/.ssh
ls ~/.aws
stat ~/.ssh/id_rsa
ssh -V
curl -V
`
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('¶', '\n'))
