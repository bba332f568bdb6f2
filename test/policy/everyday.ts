/** What agents read all day: all of it must pass silently. One a line; `¶` stands for a newline. */
export const EVERYDAY = String.raw`
find . -name *.ts
jq . *.json
git log --oneline -20
git log --oneline main..HEAD
git diff --name-only HEAD~3
git diff main -- src/
git diff --stat origin/main...HEAD
git show HEAD
git show HEAD:src/a.ts | head -20
git log -5 --pretty=format:"%h - %an, %ar : %s"
git blame -L 10,20 src/a.ts
git stash list
git stash show -p stash@{0}
git remote -v
git branch -vv
git branch --contains abc
git tag --sort=-creatordate | head -5
git rev-list --count HEAD
git log --graph --oneline --all -20
git ls-files --others --exclude-standard
git check-ignore -v dist
git reflog -10
git config --get remote.origin.fetch
git shortlog -sn
git diff -U0 HEAD
git status --short --branch
git show --name-only abc123
git log --author=me --since=yesterday
git grep -n foo -- '*.ts'
git log -1 --format=%H
git describe --tags --abbrev=0
git for-each-ref --sort=-committerdate refs/heads --format='%(refname:short)'
grep -rn --include='*.ts' foo src
grep -rnE 'a|b' src | grep -v test | head -20
grep -A3 -B3 foo file.ts
grep -c '' file
grep -oP 'x\K\d+' f
rg -n 'foo' -t ts
rg -l foo | head
rg foo -g '!*.test.ts'
rg --files -g '*.md' | wc -l
rg -tts 'x' src -A 3 -B 2
ls -la src | head -5
ls -lh *.log
cat package.json | jq '.scripts'
cat src/a.ts | head -n 50
sed -n '10,20p' src/a.ts
sed -n 5p f
sed 's/[^/]*$//' f
sed -e 's|a|b|g' f
sed '1,5d' f
head -c 200 f
tail -f log.txt
wc -l $(git ls-files '*.ts')
du -sh * | sort -h
du -sh node_modules/* | sort -rh | head
df -h .
find . -type f -name "*.ts" | wc -l
find . -type f -mtime -1
find src -type d
find . -path ./node_modules -prune -o -name '*.js' -print
find . -name '*.ts' -not -path '*/node_modules/*' | head
find . \( -name a -o -name b \) -print
find . -name '*.ts' | xargs grep -l foo
ps aux | grep node | grep -v grep
ps -ef
lsof -i -P -n | grep LISTEN
lsof -ti:3000
pgrep -f vite
which node npm
node --version && npm --version
npm ls react
npm outdated
npm view react version
npm run
pnpm list --depth 0
pip show requests
pip list | grep -i django
python --version
go version
go env GOPATH
cargo tree -d
cargo --version
docker ps -a
docker images
docker logs web --tail 50
docker compose ps
docker compose logs --tail=50 web
kubectl get pods -A
kubectl logs deploy/web -n prod --tail=100
kubectl describe node x
gh pr view 12
gh pr list --state open
gh pr diff 12
gh pr checks 12
gh run view 1 --log-failed
gh issue view 3 --comments
gh api repos/o/r/pulls
gh repo view --json name,url
systemctl --user status x
systemctl is-active nginx
journalctl -u nginx --since "1 hour ago" --no-pager
date +%Y-%m-%d
date -u
date -d yesterday +%F
echo "done"
echo -e "a\nb"
echo "$USER $PWD"
echo "exit: $?"
printf "%s\n" "$HOME"
printf '%d\n' 3
pwd && ls
cd src && ls
cd src; pwd; ls -la
test -f a && echo yes || echo no
[ -d node_modules ] && echo yes
[ $(ls | wc -l) -gt 3 ] && echo many
[[ "$x" == "y" ]] && echo ok
if [ -f a ]; then cat a; else echo no; fi
for i in 1 2 3; do echo $i; done
for f in src/*.ts; do echo "== $f"; head -5 "$f"; done
for f in *.md; do wc -l "$f"; done
while read -r l; do echo "$l"; done < f.txt
git ls-files | while read f; do wc -l "$f"; done
cat a b | sort | uniq -c | sort -rn | head
cut -d: -f1 /etc/passwd
awk '{print $1}' f
awk -F, '{sum+=$3} END {print sum}' f.csv
awk 'NR==5,NR==10' f
awk '/foo/{print NR": "$0}' f
tr -d '\r' < f | head
xxd f | head
file f
stat -c %s f
md5sum f
sha256sum f
diff a b
diff -u <(ls a) <(ls b)
comm -12 a b
tree -L 2 -I node_modules
tree -I 'node_modules|dist' -L 3
uname -a
hostname
whoami
id
free -h
nproc
uptime
type ls
command -v node
timeout 5 ls
time ls
tar tzf a.tgz | head
unzip -l a.zip
zcat f.gz | head
base64 -d f
sort -u f
sort -t, -k2 -n f
column -t f
nl f
tac f
basename $PWD
dirname "$0"
readlink -f x
realpath .
seq 1 10
yq .a f.yml
yq -r '.a.b' f.yml
jq -r '.a[] | .b' f.json
jq 'keys' f.json
ss -tlnp
ip a
ip addr
netstat -tulpn
cat /proc/cpuinfo | head
cat /proc/meminfo
cat /etc/nginx/nginx.conf
ls ~/.config
cat ~/.bashrc
cat tsconfig.json .eslintrc.json
cat .env.example
ls -la .env*
cat node_modules/react/package.json | grep version
cat CHANGELOG.md | head -n 40
wc -c dist/*.js
stat --format=%y f
locale
dpkg -l | grep ssl
apt list --installed
brew list
tmux ls
helm list
terraform version
rustc --version
java -version
deno --version
bun -v
grep -r "TODO" --include="*.ts" --exclude-dir=node_modules . | wc -l
git log --oneline | wc -l
git diff | grep '^+' | head
git --no-pager log -5
git -C packages/a status
git log --oneline -- package.json
git show abc:package.json
git merge-base HEAD main
git diff $(git merge-base HEAD main)
git rev-parse --abbrev-ref HEAD
git rev-parse HEAD
git ls-tree HEAD
git cat-file -p HEAD:package.json
echo "=== status ===" && git status && echo "=== log ===" && git log --oneline -5
ls -la; echo; cat README.md | head -20
cat <<'EOF'¶hello $(date)¶EOF
find src -name '*.ts' |¶  xargs grep -l foo
ls -la \¶  src
`
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('¶', '\n'))
