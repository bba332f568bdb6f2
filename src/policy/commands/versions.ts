/** Programs whose `--version` prints a line and does nothing else; for others a version flag proves nothing. */
const KNOWN = new Set(
  `node npm npx pnpm yarn bun deno tsc tsx eslint prettier biome vitest jest mocha vite webpack esbuild rollup turbo nx
  python python2 python3 pip pip3 pipx uv poetry pyenv ruff black mypy pytest tox flake8 isort pylint pyright
  ruby gem bundle bundler rake rails perl php composer lua luajit R Rscript julia
  go gofmt cargo rustc rustup rustfmt clippy-driver java javac mvn gradle kotlin kotlinc scala sbt dotnet swift swiftc
  gcc g++ cc c++ clang clang++ make cmake ninja meson bazel ld gdb lldb git gh glab hub svn hg
  docker docker-compose podman kubectl helm minikube kind k9s terraform tofu packer vagrant ansible aws gcloud az
  psql mysql sqlite3 redis-cli redis-server mongod mongosh bash zsh fish sh dash tmux screen vim nvim emacs nano code
  curl wget ssh openssl gpg jq yq rg fd bat fzf tree sed awk gawk mawk grep find tar gzip zip unzip xz zstd ls cat
  ffmpeg convert magick pandoc dot brew apt dpkg rpm systemctl claude codex gemini opencode roost stack ghc cabal elixir erl
  mix ocaml opam nim zig crystal dart flutter nix direnv mise asdf volta nvm fnm pre-commit shellcheck shfmt hadolint
  protoc buf sass less postcss electron ng vue expo react-native lerna rush nginx httpd apache2 caddy node-gyp iconv diff
  cloc tokei hyperfine htop rsync lsof ps file awk strace`
    .split(/\s+/)
    .filter((name) => name !== ''),
)
// Run the folder's own program (`yarnPath`), or a wrapper that may download one.
const LOCAL = new Set(['yarn', 'gradle', 'mvn', 'bazel', 'bundle', 'rails', 'sbt', 'npx', 'composer'])

/** The arguments are one plain request for the version, of a known program. */
export function asksVersion(name: string, args: readonly string[]): boolean {
  const [flag, more] = args
  if (flag === undefined || !KNOWN.has(name) || LOCAL.has(name)) return false
  if (more !== undefined)
    return name === 'rustc' && flag === '--version' && more === '--verbose' && args.length === 2
  if (flag === '--version') return true
  if (flag === '-V')
    return /^(python\d?|pip3?|cargo|rustc|tmux|rg|fd|curl|jq|gawk|uv|ruff|wget|ssh|psql)$/.test(name)
  if (flag === '-v')
    return /^(make|node|npm|pnpm|bun|ruby|php|tsc|perl|gcc|clang|lua|jest|docker|nginx)$/.test(name)
  if (flag === '-version') return /^(java|javac|scala|kotlin|kotlinc|ffmpeg|terraform)$/.test(name)
  if (flag === 'version')
    return /^(go|openssl|kubectl|helm|zig|terraform|tofu|podman|docker|minikube|kind)$/.test(name)
  return false
}
