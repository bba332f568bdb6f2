/** More of what attacks.ts holds: the same form, other families (git's environment, here-documents, quoting, fishing). */
export const MORE_ATTACKS = String.raw`
git -c core.fsmonitor='touch ../canary;:' -C repo status
git -C repo -c diff.external='touch ../canary' diff HEAD~1
git -C repo -c alias.s='!touch ../canary' s
git -C repo --config-env=core.pager=X log
GIT_CONFIG_PARAMETERS="'core.fsmonitor'='touch ../canary;:'" git -C repo status
GIT_CONFIG_GLOBAL=./evilrepo/.git/config git -C repo status
git --git-dir=evilrepo/.git --work-tree=evilrepo status
(cd evilrepo && git log -p)
git -C ./evilrepo status
git -C repo/../evilrepo status
pushd evilrepo >/dev/null; git status; popd
git -C repo diff --output=../canary HEAD~1
git -C repo log --output=../canary -1
git -C repo grep -O'touch ../canary;:' one
git -C repo grep --open-files-in-pager='touch ../canary;:' two
git -C repo archive -o ../canary.tar HEAD
git -C repo branch canary
git -C repo branch -f canary HEAD
git -C repo branch --track canary
git -C repo tag canary
git -C repo tag -a canary -m x
git -C repo tag -d canary; git -C repo tag canary2
git -C repo config user.name canary
git -C repo config --add x.y canary
git -C repo config x.y canary
git -C repo remote add canary u
git -C repo remote -v add canary u
git -C repo stash
git -C repo notes add -m canary
git -C repo symbolic-ref refs/heads/canary refs/heads/main
git -C repo update-ref refs/heads/canary HEAD
git -C repo rev-parse --parseopt < /dev/null; git -C repo tag canary
git -C repo bisect start
git -C repo sparse-checkout set x
git -C repo cat-file --textconv HEAD:.env
git -C repo grep KEY HEAD -- .env
git -C repo log -L1,1:.env
git -C repo log -L 1,1:.env
git -C repo ls-files -z | xargs -0 cat
git -C repo diff HEAD~1 -O ../.env
git -C repo archive HEAD .env | cat
find . -name in.txt -fprintf canary %p
find . -name in.txt -fprint0 canary
find . -name in.txt -execdir touch canary ';'
find . -maxdepth 0 -ok touch canary ';' < /dev/null; touch canary
find . -name in.txt -fls canary
find . $'-exec' touch canary ';' -quit
find . -newer in.txt -o -exec touch canary \;
find . -files0-from <(printf 'sub\0')  -delete
sed -n -i.bak p in.txt
sed --in-place=.bak p in.txt
sed -E -i s/a/b/ in.txt
sed -s -i 's/a/c/' in.txt
sed -n 'w canary' in.txt
sed -n '1w canary' in.txt
sed -n '$!{n;W canary¶}' in.txt
sed -nE -e p -ew\ canary in.txt
sed 'r .env' in.txt
sed 'R.env' in.txt
sed -n '/a/{w canary¶}' in.txt
awk 'BEGIN{print 1 > "canary"}'
awk 'BEGIN{print 1 >> "canary"}'
awk '{print a,¶b > "canary"}' in.txt
awk '{print $1 > 2 ? "canary" : "canary"}' in.txt
awk '{if ($1 > "") print > "canary"}' in.txt
awk '{x = $1 > 3; print x > "canary"}' in.txt
awk 'NR > 0 {print > ("can" "ary")}' in.txt
awk '{print $1 >¶"canary"}' in.txt
awk -v x='touch canary' 'BEGIN{system(x)}'
awk -f prog.awk
awk -vf=canary '{print > f}' in.txt
awk 'BEGIN{while((getline l < ".env")>0) print l}'
awk 'BEGIN{for(k in ENVIRON) print ENVIRON[k]}'
awk 'BEGIN{ARGV[1]=".env";ARGC=2}{print}'
awk '1' F=x .env
$'\164\157uch' canary
"$(printf touch)" canary
t=touch; $t canary
"to"uch canary
to\uch canary
t{ou,}ch canary
/usr/bin/tou?h canary
/bin/tou[c]h canary
env -C sub touch ../canary
env --split-string='touch canary'
timeout 1 touch canary
timeout -s KILL 1 touch canary
xargs touch <<< canary
echo touch canary | xargs -n2 env
printf 'canary\0' | xargs -0 -n1 touch
echo 'touch canary' | bash
bash <<E¶touch canary¶E
sh -s <<'E'¶touch canary¶E
cat <<-E¶${'`'}touch canary${'`'}¶E
cat <<"E" | sh¶touch canary¶E
: <<E¶${'$'}{x:-$(touch canary)}¶E
cat <<E > canary¶x¶E
cat <<E 3>canary¶x¶E
bash -c 'touch canary'
bash -ec 'touch canary'
bash --rcfile evil -ic exit
bash evil
. ./evil
source evil
./evil
sub/../evil
sh ./script.sh
eval "touch" "canary"
alias ls='touch canary'; eval ls
shopt -s expand_aliases; alias q='touch canary'¶q
PROMPT_COMMAND='touch canary' bash -ic exit
BASH_ENV=evil bash -c :
ENV=./evil sh -ic exit
LD_PRELOAD=./evil.so ls; touch canary
hash -p ./evil ls; ls
LESSOPEN='|touch canary' less in.txt; touch canary
PAGER='touch canary;:' git -C repo --paginate log
GIT_PAGER='touch canary' git -C repo -p log
PYTHONSTARTUP=x python3 -c 'open("canary","w")'
python3 -c 'import os;os.system("touch canary")'
python3 -c "print(open('.env').read())"
python3 - <<'E'¶open("canary","w")¶E
python3 -m compileall -q . ; touch canary
echo 'open("canary","w")' | python3
perl -e 'open F,">canary"'
perl -pi -e 's/a/b/' in.txt
perl -ne 'print' .env
perl -i.bak -pe 1 in.txt
make -f - <<< 'x:;touch canary'
make -f /dev/stdin x <<< 'x:;@touch canary'
make --eval='$(shell touch canary)' -n
printf 'x:\n\ttouch canary\n' > m; make -f m
tar xOf a.tar --to-command='touch canary'
tar tf a.tar --checkpoint=1 --checkpoint-action=exec='touch canary'
tar -tf a.tar -I 'sh -c "touch canary"'
tar --use-compress-program='touch canary;cat' -tf a.tar
tar tf a.tar --index-file=canary -v
TAR_OPTIONS='--checkpoint=1 --checkpoint-action=exec=touch${'$'}{IFS}canary' tar tf a.tar
tar cf - .env | tar xO
tar cf - .env | cat
sort in.txt -ocanary
sort -S 1b --compress-program=./evil in.txt
sort in.txt --o canary
sort -no canary in.txt
sort -T sub -o canary in.txt
xxd -r -p hex.txt canary
cat in.txt | tee -a canary
dd if=in.txt of=canary status=none
split -n 2 in.txt canary
csplit -f canary in.txt 2
touch canary
mktemp -p .
shred in.txt
bzip2 -k in.txt
base64 -d <<< aGk= > canary
od in.txt > canary
read -r x < <(touch canary)
mapfile a < <(touch canary)
declare 'x=$(touch canary)'; touch canary
let 'x=a[$(touch canary)]'
local x=$(touch canary); touch canary
[[ 'a[$(touch canary)]' -eq 1 ]]
x='a[$(touch canary)]'; (( x ))
x='a[$(touch canary)]'; echo ${'$'}{y:x}
x='a[$(touch canary)]'; [[ $x -gt 0 ]]
x='y=$(touch canary)'; eval "$x"
y=x; declare -n r=y; touch canary
echo "${'$'}{x:+y}${'$'}{z:-${'`'}touch canary${'`'}}"
echo ${'$'}{#x[$(touch canary)]}
echo ${'$'}{!x*}$(touch canary)
echo "${'$'}{arr[$(touch canary)]}"
case $(touch canary) in esac
for x in "$(touch canary)"; do :; done
while read x; do touch canary; done < in.txt
until touch canary; do :; done
if ! touch canary; then :; fi
( ls ) > canary
while false; do :; done > canary
for x in; do :; done > canary
case x in x) ls ;; esac > canary
function cat { touch canary; }; cat
cat .en?
cat <.env
head -1 .env
tail .env
grep -r KEY .
grep -rh KEY= .
grep -f .env in.txt; grep KEY .env
od -c .env; cat .env
xxd .env; cat .env
cut -c1- .env
diff in.txt .env
join .env .env
fmt .env
expand .env
pr .env
column .env
tr a a < .env
while read l; do echo "$l"; done < .env
echo "$(<.env)"
echo "$(cat .env)"
echo $(< .env)
x=.env; cat $x
x=env; cat .$x
for f in .env; do cat $f; done
for f in .*; do cat $f 2>/dev/null; done
ls -a | grep env | xargs cat
ls -A | xargs -I{} cat {} 2>/dev/null
find . -name '.e*' | xargs cat
find . -type f | xargs cat
find . -maxdepth 1 -type f -print0 | xargs -0 head
cat $(ls -A | grep env)
cat $(find . -name .env)
cat "$(echo .env)"
cat $(printf .env)
cat $(echo .ENV | tr A-Z a-z)
cd ../home/.ssh && cat id_rsa
cat "$HOME/.ssh/id_rsa"
cat ~/.ss?/id_rsa
cat ~/.s*/id_*
cd ~; cat .ssh/id_rsa
cd ~/.ssh; cat id_rsa
cat ../home/.ssh/id_rsa
head ~/.ssh/id_rsa
grep -r '' ~/.ssh
grep -rn CANARY ~
rg CANARY ~ ; grep -r CANARY ~
ls ~/.ssh | sed 's,^,/root/x/,' | cat; cat ~/.ssh/id_rsa
base64 ~/.ssh/id_rsa | base64 -d
tar c -C ~ .ssh | cat
compgen -v; set
xargs -0 -n1 < /proc/self/environ
ps eww $$
ps -E; env
echo ${'$'}{!CANARY*} $CANARY_TOKEN
jq -n 'env.CANARY_TOKEN'
jq -Rs . .env
jq --rawfile x .env -n '$x'
jq -n --arg x "$(cat .env)" '$x'
jq -n --arg x y --rawfile z .env '$z'
jq --arg . .env -Rr in.txt; cat .env
jq -R . --arg a b .env
cat in.txt .env
cat -- .env
cat -n .env
ln in.txt canary
`
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('¶', '\n'))
